import { Injectable } from '@nestjs/common';
import type { RequestContext } from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { Embedders } from '../embedders/embedders.service.js';
import { DocumentEmbedder } from './document-embedder.js';
import type { DocumentText } from './document-text.js';
import { EndpointRests, type Rest } from './endpoint-rests.js';
import type { ReadyDocument } from './index-keeper.js';
import type { Failed } from './index-queue.store.js';
import { failureOf } from './indexing-failure.js';
import { NotAsked, RestingEmbedder } from './resting-embedder.js';

/** Embeds texts of one company, and tells which of them failed: one that does takes no other with it. */
@Injectable()
export class TextsEmbedder {
  constructor(
    private readonly embedders: Embedders,
    private readonly documents: DocumentEmbedder,
    private readonly rests: EndpointRests,
  ) {}

  /** `wordsOnly`: of what failed, those that are newer than the index, to be found by their words from now on. @throws AppError where a store or service of ours is away */
  async embed(
    context: RequestContext,
    texts: readonly DocumentText[],
    signal: AbortSignal,
  ): Promise<{ ready: ReadyDocument[]; failed: Failed[]; wordsOnly: ReadyDocument[] }> {
    const companyId = companyOf(context);
    const embedder = await this.embedders.wanted(companyId);
    const ready: ReadyDocument[] = [];
    const failed: Failed[] = [];
    let rest = this.rests.of(companyId, embedder);
    let wrongAnswers = 0;
    for (const text of texts) {
      const { content_id: contentId, attempts } = text.document;
      const began = Date.now();
      try {
        ready.push({ text, indexed: await this.documents.embed(context, text, rest ? new RestingEmbedder(embedder) : embedder, signal) });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof NotAsked) {
          failed.push({ contentId, ...(rest as Rest), wasTried: false });
          continue;
        }
        const failure = failureOf(error, attempts);
        if (failure.isOfEndpoint === 'maybe') wrongAnswers++;
        if (failure.isOfEndpoint === 'yes' || wrongAnswers > 1) rest = this.rests.begin(companyId, embedder, failure, Date.now() - began);
        failed.push({ contentId, ...failure, wasTried: true });
      }
    }
    if (!rest) this.rests.end(companyId);
    // Those that failed it come last the next time, so that a text which nothing can embed does not keep the others waiting with it.
    const later = failed.map((each) => (rest && each.wasTried ? { ...each, againInSeconds: laterThan(rest, each) } : each));
    const withoutVectors = texts.filter(({ document }) => failed.some(({ contentId }) => contentId === document.content_id));
    return { ready, failed: later, wordsOnly: await this.documents.withoutNewVectors(context, withoutVectors, embedder.model) };
  }
}

function laterThan(rest: Rest, { againInSeconds }: Failed): number {
  return Math.max(rest.againInSeconds, againInSeconds) + 0.1;
}
