import { Injectable } from '@nestjs/common';
import type { ErasedPlace, ErasureTarget } from '@smartcontent/contracts';
import { openDetail } from '@smartcontent/database';
import type { Eraser } from '@smartcontent/service';
import { type Person, PersonEraserStore } from './person-eraser.store.js';

type Detail = ReturnType<typeof openDetail>;

/** Takes one person out of identity: first what others' audit rows say of him, as long as it is known what to look for, then all that is his. */
@Injectable()
export class PersonEraser implements Eraser {
  constructor(private readonly store: PersonEraserStore) {}

  async erase({ companyId, userId }: ErasureTarget): Promise<ErasedPlace[]> {
    if (userId === null) return [];
    const person = { companyId, userId };
    const emails = await this.store.knowEmails(person, await this.formerEmails(person));
    const isAbout = (detail: Detail) => names(detail, userId, emails);
    const emptied = await this.findAudit(companyId, isAbout, (ids) => this.store.emptyRows(companyId, ids));
    // Who found none has counted.
    const left = (emptied === 0 ? 0 : await this.findAudit(companyId, isAbout)) + (await this.store.countClear(companyId));
    return [{ place: 'postgres.audit_log', erased: emptied, left }, ...(await this.store.erase(person, emails))];
  }

  /** What the audit log says that the user's address was. */
  private async formerEmails({ companyId, userId }: Person): Promise<string[]> {
    const found = new Set<string>();
    for await (const { detail } of this.opened(companyId, 'users')) {
      for (const values of [detail.old_values, detail.new_values] as (Record<string, unknown> | null)[])
        if (values?.id === userId && typeof values.email === 'string') found.add(values.email);
    }
    return [...found];
  }

  /** @returns how many rows are about the person; `use` is called with them */
  private async findAudit(
    companyId: string,
    isAbout: (detail: Detail) => boolean,
    use?: (ids: string[]) => Promise<void>,
  ): Promise<number> {
    const ids: string[] = [];
    for await (const { id, detail } of this.opened(companyId, null)) if (isAbout(detail)) ids.push(id);
    await use?.(ids);
    return ids.length;
  }

  /** Each row is opened: what is sealed cannot be searched for otherwise. */
  private async *opened(companyId: string, table: string | null): AsyncGenerator<{ id: string; detail: Detail }> {
    const key = await this.store.keyOf(companyId);
    for (let after: string | null = null; key; ) {
      const rows = await this.store.sealedRows(companyId, table, after);
      for (const { id, sealed } of rows) {
        const detail = tryOpen(key, id, sealed);
        if (detail) yield { id, detail };
      }
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
    }
  }
}

/** A row that was tampered with says nothing to anybody any more, and holds nobody's erasure up. */
function tryOpen(...row: Parameters<typeof openDetail>): Detail | undefined {
  try {
    return openDetail(...row);
  } catch {
    return undefined;
  }
}

/** Addresses count as a whole: ada@ is not nada@. */
function names(detail: Detail, userId: string, emails: readonly string[]): boolean {
  const text = JSON.stringify(detail).toLowerCase();
  if (text.includes(userId)) return true;
  const words = new Set(text.replaceAll(/\\u[\da-f]{4}|\\./g, ' ').split(/[\s"<>(),;:[\]]+/));
  return emails.some((email) => words.has(email));
}
