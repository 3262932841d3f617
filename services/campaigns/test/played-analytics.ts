import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { type InputOf, type OutputOf, ReadPerformance } from '@smartcontent/contracts';

export type Performance = OutputOf<typeof ReadPerformance>['items'][number];

/** Answers over real NATS what campaigns asks of analytics, from what the test says was counted. */
export class PlayedAnalytics implements Disposable {
  /** Contents of each request. */
  readonly asked: string[][] = [];
  readonly #subscriptions: Subscription[];

  constructor(nats: NatsConnection, known: readonly Performance[]) {
    const answer = nats.subscribe(ReadPerformance.subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: InputOf<typeof ReadPerformance>; id: string };
        this.asked.push(data.content_ids);
        const items = known.filter(({ content_id }) => data.content_ids.includes(content_id));
        message.respond(JSON.stringify({ response: { items }, isDisposed: true, id }));
      },
    });
    // As every service: where nobody hears a cancel, callers take it for gone.
    this.#subscriptions = [answer, nats.subscribe('cancel.analytics', { callback: () => undefined })];
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}
