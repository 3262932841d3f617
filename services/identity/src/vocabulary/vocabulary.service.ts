import { Injectable } from '@nestjs/common';
import {
  type AddTerm,
  AppError,
  type BrandTerm,
  type InputOf,
  type ListTerms,
  type OutputOf,
  type RequestContext,
  type UpdateTerm,
} from '@smartcontent/contracts';
import { commitChange, Database, isUniqueViolation, listOf, newId, readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { VocabularyStore } from './vocabulary.store.js';

/** Which words a company's texts use and which they do not. Whoever writes reads them when they write, so no event tells of them. */
@Injectable()
export class VocabularyService {
  constructor(
    private readonly database: Database,
    private readonly store: VocabularyStore,
    private readonly config: ServiceConfig,
  ) {}

  add({ term, kind, replacement = null, note = null }: InputOf<typeof AddTerm>, context: RequestContext): Promise<BrandTerm> {
    const { actor } = context;
    if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
    return this.database.withTenant(context, async (tx) => {
      const wanted = { id: newId(), term, kind, replacement, note };
      const added = await this.store.insert(tx, wanted, actor.user_id).catch(refuseTaken);
      if (!added) throw new AppError('PLATFORM_ACTOR_REFUSED');
      await commitChange(tx, { event: null, audit: { table: 'brand_vocabulary', operation: 'insert', after: added } });
      return added;
    });
  }

  async list(input: InputOf<typeof ListTerms>, context: RequestContext): Promise<OutputOf<typeof ListTerms>> {
    const page = await readPage(
      { cursorKey: this.config.cursorKey, list: listOf('vocabulary', input), ...input },
      (limit, after: string | null) =>
        this.database.withTenant(context, (tx) => this.store.list(tx, { limit, after, kinds: input.kind ?? null })),
      (row) => row.term_folded,
    );
    return { ...page, items: page.items.map(({ term_folded: _folded, ...term }) => term) };
  }

  update({ term_id, ...changes }: InputOf<typeof UpdateTerm>, context: RequestContext): Promise<BrandTerm> {
    return this.database.withTenant(context, async (tx) => {
      const before = known(await this.store.lock(tx, term_id));
      const after = await this.store.update(tx, { ...before, ...changes }).catch(refuseTaken);
      await commitChange(tx, { event: null, audit: { table: 'brand_vocabulary', operation: 'update', before, after } });
      return after;
    });
  }

  remove(termId: string, context: RequestContext): Promise<BrandTerm> {
    return this.database.withTenant(context, async (tx) => {
      const before = known(await this.store.lock(tx, termId));
      await this.store.remove(tx, termId);
      await commitChange(tx, { event: null, audit: { table: 'brand_vocabulary', operation: 'delete', before } });
      return before;
    });
  }
}

function known(term: BrandTerm | undefined): BrandTerm {
  if (!term) throw new AppError('IDENTITY_TERM_NOT_FOUND');
  return term;
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error, 'brand_vocabulary_term_once') ? new AppError('IDENTITY_TERM_TAKEN') : error;
}
