import { AppError, ReadCampaignState } from '@smartcontent/contracts';
import type { Stack } from '@smartcontent/testing';

/** Answers content's one request to campaigns, over real NATS: these exist. */
export class PlayedCampaigns implements Disposable {
  asked = 0;
  readonly #subscriptions: { unsubscribe(): void }[];

  constructor(nats: Stack['nats'], ...campaignIds: readonly string[]) {
    const answers = nats.subscribe(ReadCampaignState.subject, {
      callback: (_error, message) => {
        this.asked++;
        const { data, id } = JSON.parse(message.string()) as { data: { campaign_id: string }; id: string };
        const state = { campaign_id: data.campaign_id, status: 'active', revision: 2, ends_at: null };
        const isThere = campaignIds.includes(data.campaign_id);
        const answer = isThere ? { response: state } : { err: new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND').toWire() };
        message.respond(JSON.stringify({ ...answer, isDisposed: true, id }));
      },
    });
    // As every service: where nobody does, callers take it for gone.
    this.#subscriptions = [answers, nats.subscribe('cancel.campaigns', { callback: () => undefined })];
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}
