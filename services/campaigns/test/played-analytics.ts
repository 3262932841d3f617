import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { addCounts, type Counts, type InputOf, type PerformanceSum, SumPerformance } from '@smartcontent/contracts';

export type Performance = Counts & { readonly content_id: string; readonly platform: string; readonly recorded_at: string };

/** Answers over real NATS what campaigns asks of analytics, from what the test says was counted. */
export class PlayedAnalytics implements Disposable {
  /** Contents of each request. */
  readonly asked: string[][] = [];
  readonly #subscriptions: Subscription[];

  constructor(nats: NatsConnection, known: readonly Performance[]) {
    const answer = nats.subscribe(SumPerformance.subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: InputOf<typeof SumPerformance>; id: string };
        this.asked.push(data.content_ids);
        const response = sumOf(known.filter(({ content_id }) => data.content_ids.includes(content_id)));
        message.respond(JSON.stringify({ response, isDisposed: true, id }));
      },
    });
    // As every service: where nobody hears a cancel, callers take it for gone.
    this.#subscriptions = [answer, nats.subscribe('cancel.analytics', { callback: () => undefined })];
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}

/** In the order in which platforms come first. */
function sumOf(rows: readonly Performance[]): PerformanceSum {
  const platforms = [...Map.groupBy(rows, ({ platform }) => platform)].map(([platform, own]) => ({
    ...{ platform, contents: own.length, ...addCounts(own), recorded_at: own[0]?.recorded_at ?? '' },
  }));
  const nothing = { top_contents: [], oldest_at: null, newest_at: null };
  return { totals: addCounts(rows), contents: new Set(rows.map(({ content_id }) => content_id)).size, platforms, ...nothing };
}
