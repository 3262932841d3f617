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
    await tx.query('INSERT INTO handled (number, at_ms) VALUES ($1, $2)', [event.data.number, atMs]);
  }
}

@Module({ controllers: [OnBenchWritten] })
class HandlerModule {}

await runService(() => startService(readHandlerConfig(), { module: HandlerModule, contracts: [BenchWritten] }));
