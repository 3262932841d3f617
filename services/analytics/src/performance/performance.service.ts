import { Injectable } from '@nestjs/common';
import { Cache, KEYS, keyOf } from '@smartcontent/cache';
import {
  type ContentPerformance,
  type GetPerformance,
  type InputOf,
  type ListPerformanceHistory,
  type OutputOf,
  type PerformanceSum,
  PLATFORMS_OF_CONTENT,
  type RequestContext,
  type SumPerformance,
} from '@smartcontent/contracts';
import { readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { companyOf } from '../company.js';
import { type Changed, PerformanceStore, type Totals } from './performance.store.js';
import { sumPerformance } from './sum-performance.js';

const CACHED_SECONDS = 900;
/** Keys are dropped in one go of so many. */
const DROPPED_AT_ONCE = 1_000;

/** What was counted of contents, from Redis for a quarter of an hour unless more was counted meanwhile. */
@Injectable()
export class PerformanceService {
  constructor(
    private readonly store: PerformanceStore,
    private readonly cache: Cache,
    private readonly config: ServiceConfig,
  ) {}

  async get({ content_id, platform }: InputOf<typeof GetPerformance>, context: RequestContext): Promise<OutputOf<typeof GetPerformance>> {
    const id = content_id.toLowerCase();
    const items = (await this.#read([id], context)).get(id) ?? [];
    if (platform === undefined) return { content_id: id, items: [...items] };
    const wanted = items.filter((item) => item.platform === platform);
    const isFolded = wanted.length === 0 && items.length > PLATFORMS_OF_CONTENT;
    return { content_id: id, items: isFolded ? figuresOf(await this.store.latest(context, [id], platform)) : wanted };
  }

  async sum({ content_ids, top }: InputOf<typeof SumPerformance>, context: RequestContext): Promise<PerformanceSum> {
    const ids = new Set(content_ids.map((id) => id.toLowerCase()));
    return sumPerformance(await this.#read([...ids], context), top);
  }

  history(input: InputOf<typeof ListPerformanceHistory>, context: RequestContext): Promise<OutputOf<typeof ListPerformanceHistory>> {
    const { content_id, platform, recorded_at_from, recorded_at_to, limit, cursor } = input;
    const query = { content_id: content_id.toLowerCase(), platform, recorded_at_from, recorded_at_to };
    return readPage(
      { cursorKey: this.config.cursorKey, list: `performance ${JSON.stringify(query)}`, limit, cursor },
      (rows, after: [string, string] | null) => this.store.history(context, query, after, rows),
      (row) => [row.recorded_at, row.platform],
    );
  }

  /** Drops what is cached of them and is older. Returns those of which Redis did not take it. */
  async forget(changed: readonly Changed[]): Promise<Changed[]> {
    const failed: Changed[] = [];
    for (let start = 0; start < changed.length; start += DROPPED_AT_ONCE) {
      const piece = changed.slice(start, start + DROPPED_AT_ONCE);
      const taken = await Promise.all(piece.map(({ content_id, version }) => this.cache.invalidate(entryOf(content_id), version)));
      failed.push(...piece.filter((_, place) => !taken[place]));
    }
    return failed;
  }

  async #read(contentIds: readonly string[], context: RequestContext): Promise<Map<string, readonly ContentPerformance[]>> {
    const idOf = new Map(contentIds.map((id) => [entryOf(id), id]));
    const entries = await this.cache.readManyThrough<readonly ContentPerformance[]>({
      keys: [...idOf.keys()],
      companyId: companyOf(context),
      ttlSeconds: CACHED_SECONDS,
      load: async (keys) => {
        const rows = await this.store.latest(
          context,
          keys.map((key) => idOf.get(key) as string),
        );
        const byContent = Map.groupBy(rows, (row) => row.content_id);
        return new Map(keys.map((key) => [key, entryFor(byContent.get(idOf.get(key) as string) ?? [])]));
      },
    });
    return new Map([...entries].map(([key, items]) => [idOf.get(key) as string, items]));
  }
}

function entryOf(content_id: string): string {
  return keyOf(KEYS.contentPerformance, { content_id, platform: 'all' });
}

/** That there is nothing is remembered too, under a version below every other. */
function entryFor(rows: readonly Totals[]): { value: readonly ContentPerformance[]; version: number } {
  const version = Math.max(0, ...rows.map((row) => row.version));
  return { value: figuresOf(rows), version };
}

function figuresOf(rows: readonly Totals[]): ContentPerformance[] {
  return rows.map(({ content_id: _id, version: _version, ...figures }) => figures);
}
