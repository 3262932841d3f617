import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { PageForIndex } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { IndexSignal } from '../index-signal.js';
import { type Snapshot, SnapshotStore } from './snapshot.store.js';

const CONTENTS_PER_PAGE = 1_000;
type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** Walks over all contents of content, a page at a time, and notes those that no event told of; before it, for a rebuild, over what is here. */
@Injectable()
export class SnapshotService {
  constructor(
    private readonly store: SnapshotStore,
    private readonly tokens: ActorTokens,
    private readonly requests: RequestClient,
    private readonly signal: IndexSignal,
  ) {}

  /** One page of a walk that is under way; false where none is. @throws AppError where content is away: the walk goes on from where it stood */
  async step(transact: Transact): Promise<boolean> {
    const snapshot = await transact((tx) => this.store.open(tx));
    if (!snapshot) return false;
    const { phase } = snapshot;
    if (phase === 'contents') await this.#walk(snapshot, transact);
    else await transact((tx) => this.store.setBack(tx, snapshot, phase));
    this.signal.raise();
    return true;
  }

  async #walk(snapshot: Snapshot, transact: Transact): Promise<void> {
    const context = await this.tokens.serviceContext(null, 'index what no event tells of any more', snapshot.id);
    const { items } = await this.requests.call(PageForIndex, { after: snapshot.after, limit: CONTENTS_PER_PAGE }, context);
    await transact((tx) => this.#keep(tx, snapshot, items));
  }

  async #keep(tx: Tx, snapshot: Snapshot, items: Parameters<SnapshotStore['note']>[1]): Promise<void> {
    const last = items.at(-1);
    const to = last && items.length === CONTENTS_PER_PAGE ? { company_id: last.company_id, content_id: last.content_id } : null;
    if (await this.store.move(tx, snapshot, to)) await this.store.note(tx, items);
  }
}
