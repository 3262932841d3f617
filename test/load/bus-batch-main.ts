import { Controller, Module } from '@nestjs/common';
import { HandlesBatch } from '@smartcontent/bus';
import type { EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { runService, startService } from '@smartcontent/service';
import { BenchWritten } from './bus-event.js';
import { readHandlerConfig } from './config.js';

const INSERT = `INSERT INTO handled (number, at_ms, aggregate_id, version)
  SELECT number, $1, aggregate_id, version FROM unnest($2::bigint[], $3::uuid[], $4::bigint[]) AS event (number, aggregate_id, version)`;

@Controller()
class OnSchedulingEvents {
  @HandlesBatch(BenchWritten)
  async handle(events: readonly EventOf<typeof BenchWritten>[], tx: Tx): Promise<void> {
    const atMs = performance.timeOrigin + performance.now();
    const numbers = events.map((event) => event.data.number);
    const aggregates = events.map((event) => event.aggregateId);
    await tx.query(INSERT, [atMs, numbers, aggregates, events.map((event) => event.aggregateVersion)]);
  }
}

@Module({ controllers: [OnSchedulingEvents] })
class BatchModule {}

await runService(() => startService(readHandlerConfig(), { module: BatchModule, contracts: [BenchWritten] }));
