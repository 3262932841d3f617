import { Injectable } from '@nestjs/common';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';
import type { Eraser } from '@smartcontent/service';
import { EngagementStore } from './engagement.store.js';
import { PreferencesStore } from './preferences.store.js';

/** What is known of one person. A company's goes with its tables, here and in ClickHouse. */
@Injectable()
export class PreferencesEraser implements Eraser {
  constructor(
    private readonly database: Database,
    private readonly engagement: EngagementStore,
    private readonly preferences: PreferencesStore,
  ) {}

  async erase({ companyId, userId }: ErasureTarget): Promise<ErasedPlace[]> {
    if (userId === null) return [];
    const { erased, left: still } = await this.database.withSystem('erase what a reader did', (tx) =>
      this.engagement.deletePerson(tx, companyId, userId),
    );
    const before = await this.preferences.countPerson(companyId, userId);
    if (before > 0) await this.preferences.deletePerson(companyId, userId);
    const left = before > 0 ? await this.preferences.countPerson(companyId, userId) : 0;
    return [
      { place: 'postgres.reader_engagement', erased: erased.engagement, left: still.engagement },
      { place: 'postgres.readers', erased: erased.readers, left: still.readers },
      { place: 'clickhouse.user_preference_embeddings', erased: before - left, left },
    ];
  }
}
