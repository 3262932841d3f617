import { Injectable } from '@nestjs/common';
import { AppError } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { backOffSeconds } from '../back-off.js';
import { ContentVectors } from '../search/content-vectors.service.js';
import { EmbeddingsTelemetry } from '../telemetry.js';
import { EngagementStore, type WaitingReader } from './engagement.store.js';
import { weightAt } from './engagement-weights.js';
import { PreferencesService } from './preferences.service.js';

const CONTENTS_AT_ONCE = 500;
const READERS_AT_ONCE = 20;

/** Tells what readers did to the index, and to their preferences. */
@Injectable()
export class EngagementTeller {
  constructor(
    private readonly database: Database,
    private readonly store: EngagementStore,
    private readonly preferences: PreferencesService,
    private readonly index: ContentVectors,
    private readonly telemetry: EmbeddingsTelemetry,
  ) {}

  /** True where more waits. What cannot be told is not marked as told. */
  async tellContents(): Promise<boolean> {
    return this.database.withSystem('tell how contents do', async (tx) => {
      const contents = await this.store.takeContents(tx, CONTENTS_AT_ONCE);
      const measuredAt = new Date();
      const scores = contents.map(({ companyId, contentId, ...weight }) => {
        return { companyId, contentId, score: weightAt(weight, measuredAt.getTime() / 1_000), measuredAt };
      });
      await this.index.keepEngagement(scores);
      return contents.length === CONTENTS_AT_ONCE;
    });
  }

  /** Each by himself: one whose preferences cannot be made is tried again later, and keeps nobody else waiting. */
  async tellReaders(): Promise<boolean> {
    return this.database.withSystem('make preferences', async (tx) => {
      const readers = await this.store.takeReaders(tx, READERS_AT_ONCE);
      for (const reader of readers) await this.#tellReader(tx, reader);
      return readers.length === READERS_AT_ONCE;
    });
  }

  /** @throws where it is no matter of his, as where a store is away: then all of them wait */
  async #tellReader(tx: Tx, reader: WaitingReader): Promise<void> {
    const { companyId, userId, attempts } = reader;
    const engaged = await this.preferences.engagedBy(tx, companyId, userId);
    try {
      await this.preferences.make(companyId, userId, engaged);
    } catch (error) {
      if (error instanceof AppError && error.code === 'PLATFORM_STORE_UNAVAILABLE') throw error;
      await this.store.readerFailed(tx, reader, backOffSeconds(attempts));
      this.telemetry.readerFailed(userId, error);
      return;
    }
    await this.store.readerTold(tx, reader);
  }
}
