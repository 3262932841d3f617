import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { type InputOf, MoveCampaignPosts, type MovedPosts } from '@smartcontent/contracts';

const NONE: MovedPosts = { stopped: 0, leaving: 0, left: 0, freed: 0, cancelled: 0, missed: 0 };

/** Answers over real NATS what campaigns asks of scheduling, and keeps what it was asked. */
export class PlayedScheduling {
  readonly asked: InputOf<typeof MoveCampaignPosts>[] = [];
  #subscription: Subscription | null = null;

  constructor(private readonly nats: NatsConnection) {}

  come(): void {
    this.#subscription = this.nats.subscribe(MoveCampaignPosts.subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: InputOf<typeof MoveCampaignPosts>; id: string };
        this.asked.push(data);
        message.respond(JSON.stringify({ response: { ...NONE, stopped: data.to === 'held' ? 7 : 0 }, isDisposed: true, id }));
      },
    });
  }

  leave(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = null;
  }
}
