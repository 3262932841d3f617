import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { AppError, type OutputOf, ReadCampaignState } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';

type State = OutputOf<typeof ReadCampaignState>;

/** Answers scheduling's one request to campaigns, over real NATS, from what the test says exists. */
export class PlayedCampaigns {
  /** Awaited before an answer goes out. */
  beforeAnswer: () => Promise<void> = async () => undefined;
  readonly #states = new Map<string, State>();
  readonly #subscriptions: Subscription[];

  constructor(nats: NatsConnection) {
    const answers = nats.subscribe(ReadCampaignState.subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: { campaign_id: string }; id: string };
        const state = this.#states.get(data.campaign_id);
        const answer = state ? { response: state } : { err: new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND').toWire() };
        void this.beforeAnswer().then(() => message.respond(JSON.stringify({ ...answer, isDisposed: true, id })));
      },
    });
    // As every service: where nobody does, callers take it for gone.
    this.#subscriptions = [answers, nats.subscribe('cancel.campaigns', { callback: () => undefined })];
  }

  /** A campaign as it answers from now on; active and without an end unless told. */
  set(state: Partial<State> = {}): State {
    const full: State = { campaign_id: newId(), status: 'active', revision: 2, ends_at: null, ...state };
    this.#states.set(full.campaign_id, full);
    return full;
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}
