import { ClickHouse, defineQuery } from '@smartcontent/clickhouse';
import { type DataOf, type EventContract, GetDocument, type KeptIndexDocument } from '@smartcontent/contracts';
import type { RunningService } from '@smartcontent/service';
import { type Caller, eventually, playEvent, type Stack, useStack } from '@smartcontent/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { readConfig, start } from '../src/app.js';
import { PlayedContent } from './played-content.js';

const liveQuery = defineQuery({
  name: 'test.live-documents',
  sql: `SELECT content_id AS id, version, title, model, status FROM search_documents FINAL
    WHERE company_id = {company_id:UUID} AND NOT is_deleted ORDER BY content_id`,
  params: z.object({ company_id: z.uuid() }),
  row: z.object({ id: z.string(), version: z.number(), title: z.string(), model: z.string(), status: z.string() }),
});
const PATIENCE = { timeoutMs: 20_000 };

/** Embeddings on this file's own stores, beside a content that the test plays. */
export class EmbeddingsUnderTest {
  contents!: PlayedContent;
  clickhouse!: ClickHouse;
  readonly running = new Set<RunningService>();

  constructor(readonly stack: Stack) {}

  async start(env: Record<string, string> = {}): Promise<RunningService> {
    const service = await start(readConfig({ ...this.stack.env('embeddings'), ...env }));
    this.running.add(service);
    return service;
  }

  async stop(service: RunningService): Promise<void> {
    this.running.delete(service);
    await service[Symbol.asyncDispose]();
  }

  /** As content would tell of it. */
  tell<C extends EventContract>(contract: C, caller: Caller, id: string, revision: number, data?: Partial<DataOf<C>>): Promise<string> {
    const event = { companyId: caller.companyId, aggregateId: id, aggregateVersion: revision };
    return playEvent(this.stack.nats, contract, { ...event, data: { ...(contract.example as object), ...data } as DataOf<C> });
  }

  /** The document, once it looks like this. */
  document(caller: Caller, id: string, wanted: Partial<KeptIndexDocument>): Promise<KeptIndexDocument> {
    return eventually(async () => {
      const document = await caller.call(GetDocument, { content_id: id });
      expect(document).toMatchObject(wanted);
      return document;
    }, PATIENCE);
  }

  /** What a search of this company can find. */
  found(caller: Caller) {
    return this.clickhouse.run(liveQuery, { company_id: caller.companyId });
  }
}

export function useEmbeddings(): EmbeddingsUnderTest {
  const under = new EmbeddingsUnderTest(useStack({ services: ['embeddings'] }));
  beforeAll(async () => {
    under.contents = new PlayedContent(under.stack.nats);
    under.clickhouse = await ClickHouse.open(under.stack.env('embeddings').CLICKHOUSE_URL as string);
  });
  afterAll(async () => {
    for (const service of under.running) await under.stop(service);
    under.contents.close();
    await under.clickhouse.close();
  });
  return under;
}
