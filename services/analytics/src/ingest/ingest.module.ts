import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { AnalyticsTelemetry } from '../telemetry.js';
import { EventsStore } from './events.store.js';
import { EventsEraser } from './events-eraser.service.js';
import { EventsEraserStore } from './events-eraser.store.js';
import { IngestRpc } from './ingest.rpc.js';
import { IngestService } from './ingest.service.js';
import { IngestStore } from './ingest.store.js';
import { IngestStream } from './ingest-stream.js';
import { StoreEvents } from './store-events.job.js';

@Module({
  imports: [LiveModule],
  controllers: [IngestRpc],
  providers: [AnalyticsTelemetry, EventsStore, IngestService, IngestStore, IngestStream, StoreEvents, EventsEraserStore, EventsEraser],
})
export class IngestModule {}
