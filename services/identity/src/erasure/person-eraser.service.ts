import { Injectable } from '@nestjs/common';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import { openDetail } from '@smartcontent/database';
import type { Eraser } from '@smartcontent/service';
import { PersonEraserStore } from './person-eraser.store.js';

/** Takes one person out of identity: first what others' audit rows say of him, as long as it is known what to look for, then all that is his. */
@Injectable()
export class PersonEraser implements Eraser {
  constructor(private readonly store: PersonEraserStore) {}

  async erase({ companyId, userId }: ErasureTarget): Promise<ErasedPlace[]> {
    if (userId === null) return [];
    const emptied = await this.emptyAudit(companyId, await this.store.marksOf(companyId, userId));
    const places = await this.store.erase(companyId, userId);
    return [{ place: 'postgres.audit_log', erased: emptied, left: 0 }, ...places];
  }

  /** Each row is opened: what is sealed cannot be searched for otherwise. */
  private async emptyAudit(companyId: string, marks: readonly string[]): Promise<number> {
    const key = await this.store.keyOf(companyId);
    if (!key) return 0;
    let emptied = 0;
    let after: string | null = null;
    for (;;) {
      const rows = await this.store.sealedRows(companyId, after);
      const about = rows.filter(({ id, sealed }) => {
        const text = JSON.stringify(openDetail(key, id, sealed));
        return marks.some((mark) => text.includes(mark));
      });
      await this.store.emptyRows(
        companyId,
        about.map(({ id }) => id),
      );
      emptied += about.length;
      const last = rows.at(-1);
      if (!last) return emptied;
      after = last.id;
    }
  }
}
