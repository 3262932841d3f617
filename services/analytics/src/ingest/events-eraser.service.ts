import { Injectable } from '@nestjs/common';
import { StreamEraser } from '@smartcontent/bus';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import { Bus, type Eraser } from '@smartcontent/service';
import { EventsEraserStore } from './events-eraser.store.js';
import { IngestService } from './ingest.service.js';

/** Events of the outside: on their way, and stored with what was counted of them. */
@Injectable()
export class EventsEraser implements Eraser {
  private readonly streams: StreamEraser;

  constructor(
    private readonly database: Database,
    private readonly ingest: IngestService,
    private readonly events: EventsEraserStore,
    bus: Bus,
  ) {
    this.streams = new StreamEraser(bus.connection, 'analytics');
  }

  async erase(target: ErasureTarget): Promise<ErasedPlace[]> {
    const places = target.userId === null ? this.events.eraseCompany(target.companyId) : this.events.erasePerson(target);
    return [await this.eraseOnTheWay(target), ...(await places)];
  }

  /**
   * What is stored leaves the stream as a whole, sooner than it would: one message out of the middle would be missed by whoever compares.
   * What is not stored yet is left for the next pass.
   */
  private async eraseOnTheWay(target: ErasureTarget): Promise<ErasedPlace> {
    const { sequences: found, unread } = await this.streams.find('INGEST', target);
    const end = found.length > 0 ? await this.database.withTenants((tx) => this.ingest.purgeStored(tx)) : 0;
    const erased = found.filter((sequence) => sequence <= end).length;
    return { place: 'nats.INGEST', erased, left: found.length - erased, unread };
  }
}
