import { Injectable } from '@nestjs/common';
import type { Engagement } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { EngagementStore } from './engagement.store.js';
import { EngagementFeed } from './engagement-feed.js';
import { weightsBy } from './engagement-weights.js';

/** Takes over what readers did. */
@Injectable()
export class EngagementFollower {
  constructor(
    private readonly database: Database,
    private readonly store: EngagementStore,
    private readonly feed: EngagementFeed,
  ) {}

  /** One page; true where more follows. The place moves with what is counted, so an event counts once, whoever follows and whatever dies. */
  async follow(): Promise<boolean> {
    const from = await this.database.withSystem('where the following stands', (tx) => this.store.place(tx));
    const { items, next, is_last } = await this.feed.page(from.place);
    if (next === from.place) return false;
    await this.database.withSystem('count what readers did', async (tx) => {
      if (await this.store.moveOn(tx, from, next)) await this.#add(tx, items);
    });
    return !is_last;
  }

  async #add(tx: Tx, events: readonly Engagement[]): Promise<void> {
    const nowSeconds = Date.now() / 1_000;
    const contents = weightsBy(events, ({ company_id, content_id }) => `${company_id} ${content_id}`, nowSeconds);
    const readers = weightsBy(events, (event) => event.user_id && `${event.company_id} ${event.user_id} ${event.content_id}`, nowSeconds);
    await this.store.addToContents(
      tx,
      Array.from(contents, ([key, weight]) => {
        const [companyId, contentId] = key.split(' ') as [string, string];
        return { companyId, contentId, ...weight };
      }),
    );
    await this.store.addToReaders(
      tx,
      Array.from(readers, ([key, weight]) => {
        const [companyId, userId, contentId] = key.split(' ') as [string, string, string];
        return { companyId, userId, contentId, ...weight };
      }),
    );
  }
}
