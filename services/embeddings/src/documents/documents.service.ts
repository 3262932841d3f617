import { Injectable } from '@nestjs/common';
import {
  AppError,
  type IndexDocument,
  type InputOf,
  type KeptIndexDocument,
  type ListDocuments,
  type OutputOf,
  type PutDocument,
  type RequestContext,
} from '@smartcontent/contracts';
import { commitChange, Database, listOf, readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { companyOf } from '../company.js';
import { IndexSignal } from '../index-signal.js';
import { DocumentsStore } from './documents.store.js';

const TABLE = 'documents';

/** Texts that are put into the index by request, and where the index stands with each document. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly database: Database,
    private readonly store: DocumentsStore,
    private readonly signal: IndexSignal,
    private readonly config: ServiceConfig,
  ) {}

  put({ content_id, title, text, metadata }: InputOf<typeof PutDocument>, context: RequestContext): Promise<IndexDocument> {
    return this.database.withTenant(context, async (tx) => {
      const before = (await this.store.lock(tx, content_id)) ?? null;
      const after = await this.store.put(tx, { companyId: companyOf(context), contentId: content_id, title, text, metadata });
      if (!after) throw new AppError('EMBEDDINGS_DOCUMENT_MANAGED');
      await commitChange(tx, { event: null, audit: { table: TABLE, operation: before ? 'update' : 'insert', before, after } });
      tx.afterCommit(() => this.signal.raise());
      return after;
    });
  }

  get(contentId: string, context: RequestContext): Promise<KeptIndexDocument> {
    return this.database.withTenant(context, async (tx) => known(await this.store.find(tx, contentId)));
  }

  list(input: InputOf<typeof ListDocuments>, context: RequestContext): Promise<OutputOf<typeof ListDocuments>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: listOf('index documents', input), ...input },
      (limit, after: string | null) => this.database.withTenant(context, (tx) => this.store.page(tx, input.state ?? null, after, limit)),
      (row) => row.content_id,
    );
  }

  delete(contentId: string, context: RequestContext): Promise<null> {
    return this.database.withTenant(context, async (tx) => {
      const before = known(await this.store.lock(tx, contentId));
      if (before.source !== 'api') throw new AppError('EMBEDDINGS_DOCUMENT_MANAGED');
      await this.store.bury(tx, contentId);
      await commitChange(tx, { event: null, audit: { table: TABLE, operation: 'delete', before } });
      tx.afterCommit(() => this.signal.raise());
      return null;
    });
  }
}

function known<T>(document: T | undefined): T {
  if (!document) throw new AppError('EMBEDDINGS_DOCUMENT_NOT_FOUND');
  return document;
}
