import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Cache, KEYS, keyOf } from '@smartcontent/cache';
import type { Assignment } from '../writer.js';

const KEPT_SECONDS = 86_400;

/** What a request brought. */
export interface KeptResult {
  readonly output: string;
  readonly title: string | null;
  readonly model: string;
}

/** Results by what was asked, for a day. While Redis is away everything is written anew. */
@Injectable()
export class ResultCache {
  constructor(private readonly cache: Cache) {}

  /** Everything that shapes the draft is in it, the brand included; how long it may take is not. */
  keyOf(companyId: string, provider: string, { model, title, contentType, request, brand }: Assignment): string {
    const { prompt, system, template, variables, schema, max_output_tokens, temperature } = request;
    const parts = [provider, model, title, contentType, prompt, system, template, variables, schema, max_output_tokens, temperature, brand];
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    return keyOf(KEYS.generationResult, { company_id: companyId, hash });
  }

  find(companyId: string, key: string): Promise<KeptResult | undefined> {
    return this.cache.readThrough<KeptResult>({ key, companyId, ttlSeconds: KEPT_SECONDS, load: async () => undefined });
  }

  async keep(companyId: string, key: string, value: KeptResult): Promise<void> {
    await this.cache.readThrough({ key, companyId, ttlSeconds: KEPT_SECONDS, load: async () => ({ value, version: 1 }) });
  }
}
