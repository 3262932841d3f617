import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import type { RequestContext } from '@smartcontent/contracts';
import { ContentReader } from './content-reader.js';
import { type DocumentText, textOfContent, textPutHere } from './document-text.js';
import { IndexKeeper } from './index-keeper.js';
import type { Work } from './index-queue.service.js';
import type { ClaimedDocument } from './index-queue.store.js';
import { TextsEmbedder } from './texts-embedder.js';

/** Carries documents into the index, and out of it. */
@Injectable()
export class IndexingService {
  constructor(
    private readonly tokens: ActorTokens,
    private readonly contents: ContentReader,
    private readonly embedding: TextsEmbedder,
    private readonly keeper: IndexKeeper,
  ) {}

  /** @throws AppError where a store or content is away: what is not settled by then is claimed again */
  async settle(work: Work, signal: AbortSignal): Promise<void> {
    const { companyId, token, documents } = work;
    const context = () => this.tokens.serviceContext(companyId, 'index contents', token);
    const buried = documents.filter(({ state }) => state === 'deleted');
    await this.keeper.bury(work, buried, false, await context());
    const wanted = documents.filter(({ state }) => state !== 'deleted');
    const put = wanted.filter(({ source }) => source === 'api');
    await this.index(work, put.map(textPutHere), await context(), signal);
    const byId = new Map(wanted.filter(({ source }) => source === 'content').map((document) => [document.content_id, document]));
    for await (const { found, gone } of this.contents.read([...byId.keys()], await context())) {
      const lost = gone.map((id) => byId.get(id) as ClaimedDocument);
      await this.keeper.bury(work, lost, true, await context());
      const texts = found.map((content) => textOfContent(byId.get(content.id) as ClaimedDocument, content));
      await this.index(work, texts, await context(), signal);
    }
  }

  private async index(work: Work, texts: readonly DocumentText[], context: RequestContext, signal: AbortSignal): Promise<void> {
    if (texts.length === 0) return;
    const { ready, failed, wordsOnly } = await this.embedding.embed(context, texts, signal);
    await this.keeper.keep(work, ready, context);
    await this.keeper.fail(work, failed, wordsOnly, context);
  }
}
