import { Injectable } from '@nestjs/common';
import { Cache, KEYS, LiveCounters } from '@smartcontent/cache';
import { AppError, liveCountOf } from '@smartcontent/contracts';
import { AnalyticsTelemetry } from '../telemetry.js';

/** Told to whoever listens for news of a company; who passes it on does so to that company only. */
const UPDATES_CHANNEL = KEYS.analyticsUpdates.pattern;

interface FreshEvent {
  readonly companyId: string;
  readonly line: string;
}

/** Counts of the last hour per content, as events come in. */
@Injectable()
export class LiveService {
  constructor(
    private readonly counters: LiveCounters,
    private readonly cache: Cache,
    private readonly telemetry: AnalyticsTelemetry,
  ) {}

  /** Adds the events of one range; the same range again counts nothing. While Redis is away nothing is counted. */
  async count(events: readonly FreshEvent[], epoch: number, sequence: number): Promise<void> {
    const contents = new Map<string, { companyId: string; contentId: string; counts: Record<string, number> }>();
    const companies = new Map<string, number>();
    for (const { companyId, line } of events) {
      companies.set(companyId, (companies.get(companyId) ?? 0) + 1);
      const live = liveCountOf(line);
      if (!live) continue;
      const key = `${companyId}/${live.contentId}`;
      const entry = contents.get(key) ?? { companyId, contentId: live.contentId, counts: {} };
      contents.set(key, entry);
      entry.counts[live.eventType] = (entry.counts[live.eventType] ?? 0) + 1;
    }
    if (contents.size > 0) await this.counters.apply([...contents.values()].map((entry) => ({ ...entry, epoch, sequence })));
    await this.#announce(companies);
  }

  async read(companyId: string, contentId: string): Promise<Record<string, number>> {
    const counts = await this.counters.read(companyId, contentId);
    if (!counts) throw new AppError('PLATFORM_STORE_UNAVAILABLE');
    return counts;
  }

  async #announce(companies: ReadonlyMap<string, number>): Promise<void> {
    if (this.cache.redis.status !== 'ready') return;
    const time = new Date().toISOString();
    const told = [...companies].map(([companyId, events]) =>
      this.cache.redis.publish(UPDATES_CHANNEL, JSON.stringify({ company_id: companyId, events, time })),
    );
    await Promise.all(told).catch((error: unknown) => this.telemetry.updateNotPublished(error));
  }
}
