import { Controller, Module } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import type { EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { runService, startService } from '@smartcontent/service';
import { BenchWritten } from './bus-event.js';
import { readHandlerConfig } from './config.js';

@Controller()
class OnBenchWritten {
  @Handles(BenchWritten)
  async handle(event: EventOf<typeof BenchWritten>, tx: Tx): Promise<void> {
    const atMs = performance.timeOrigin + performance.now();
    const { data, aggregateId, aggregateVersion } = event;
    const text = 'INSERT INTO handled (number, at_ms, aggregate_id, version) VALUES ($1, $2, $3, $4)';
    await tx.query(text, [data.number, atMs, aggregateId, aggregateVersion]);
  }
}

@Module({ controllers: [OnBenchWritten] })
class HandlerModule {}

await runService(() => startService(readHandlerConfig(), { module: HandlerModule, contracts: [BenchWritten] }));
