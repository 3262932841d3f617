import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import type { RequestContext } from '@smartcontent/contracts';
import { Embedders } from '../embedders/embedders.service.js';
import { ContentReader } from './content-reader.js';
import { DocumentEmbedder } from './document-embedder.js';
import { type DocumentText, textOfContent, textPutHere } from './document-text.js';
import { IndexKeeper, type ReadyDocument } from './index-keeper.js';
import type { Work } from './index-queue.service.js';
import type { ClaimedDocument, Failed } from './index-queue.store.js';
import { failureOf, type IndexingFailure } from './indexing-failure.js';

/** Carries documents into the index, and out of it. */
@Injectable()
export class IndexingService {
  constructor(
    private readonly tokens: ActorTokens,
    private readonly contents: ContentReader,
    private readonly embedders: Embedders,
    private readonly embedding: DocumentEmbedder,
    private readonly keeper: IndexKeeper,
  ) {}

  /** @throws AppError where a store or content is away: what is not settled by then is claimed again */
  async settle({ companyId, token, documents }: Work, signal: AbortSignal): Promise<void> {
    const context = () => this.tokens.serviceContext(companyId, 'index contents', token);
    const buried = documents.filter(({ state }) => state === 'deleted');
    await this.keeper.bury(token, buried, false, await context());
    const wanted = documents.filter(({ state }) => state !== 'deleted');
    const put = wanted.filter(({ source }) => source === 'api');
    await this.index(token, put.map(textPutHere), await context(), signal);
    const byId = new Map(wanted.filter(({ source }) => source === 'content').map((document) => [document.content_id, document]));
    for await (const { found, gone } of this.contents.read([...byId.keys()], await context())) {
      const lost = gone.map((id) => byId.get(id) as ClaimedDocument);
      await this.keeper.bury(token, lost, true, await context());
      const texts = found.map((content) => textOfContent(byId.get(content.id) as ClaimedDocument, content));
      await this.index(token, texts, await context(), signal);
    }
  }

  private async index(token: string, texts: readonly DocumentText[], context: RequestContext, signal: AbortSignal): Promise<void> {
    const [first] = texts;
    if (!first) return;
    const embedder = await this.embedders.wanted(first.document.company_id);
    const ready: ReadyDocument[] = [];
    const failed: Failed[] = [];
    let failure: IndexingFailure | undefined;
    for (const text of texts) {
      const { content_id: contentId, attempts } = text.document;
      // The endpoint is left alone: it would fail this one too.
      if (failure?.isOfEndpoint) {
        failed.push({ contentId, ...failure });
        continue;
      }
      try {
        ready.push({ text, indexed: await this.embedding.embed(text, embedder, signal) });
      } catch (error) {
        signal.throwIfAborted();
        failure = failureOf(error, attempts);
        failed.push({ contentId, ...failure });
      }
    }
    await this.keeper.keep(token, ready, context);
    await this.keeper.fail(token, failed, context);
  }
}
