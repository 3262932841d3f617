import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { UserStream } from '@smartcontent/cache';
import { AppError, type DraftWritten, type EventOf, type OutputOf, ReadDraft } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { Log } from '@smartcontent/service';
import { type DraftRefusal, EditingService } from '../editing/editing.service.js';

/** Makes contents and versions of what models wrote. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly client: RequestClient,
    private readonly tokens: ActorTokens,
    private readonly editing: EditingService,
    private readonly users: UserStream,
    private readonly log: Log,
  ) {}

  async keep(event: EventOf<typeof DraftWritten>, tx: Tx): Promise<void> {
    const { companyId, data } = event;
    const draft = await this.#read(event);
    // Its company was erased meanwhile.
    if (!draft) return;
    const author = { company_id: companyId, user_id: data.user_id };
    const said = {
      title: draft.title,
      content_text: draft.content_text,
      ai_model_used: data.model,
      generation_prompt: draft.prompt,
    };
    const { draft_type: content_type, campaign_id, platform } = data;
    const refusal = data.is_new_content
      ? await this.editing.insertDraft(
          tx,
          data.content_id,
          { ...said, content_type, campaign_id, platform, metadata: draft.metadata },
          author,
        )
      : await this.editing.reviseWithDraft(tx, data.content_id, said, author);
    if (refusal) await this.#tellRefused(event, refusal);
  }

  /** Whoever asked for the draft still finds it with its run; the stream takes an event's id once, however often the event comes. */
  async #tellRefused({ id, companyId, aggregateId, time, data }: EventOf<typeof DraftWritten>, reason: DraftRefusal): Promise<void> {
    const news = { generation_id: aggregateId, content_id: data.content_id, reason };
    await this.users.publish(data.user_id, companyId, { type: 'draft.refused', time, data: news }, id);
    this.log.warn('a draft was not taken', news);
  }

  /** Undefined where generation does not have it any more. */
  async #read({ companyId, aggregateId, correlationId }: EventOf<typeof DraftWritten>): Promise<OutputOf<typeof ReadDraft> | undefined> {
    const context = await this.tokens.serviceContext(companyId, 'keep a draft', correlationId);
    try {
      return await this.client.call(ReadDraft, { generation_id: aggregateId }, context);
    } catch (error) {
      if (error instanceof AppError && error.code === 'GENERATION_RUN_NOT_FOUND') return undefined;
      throw error;
    }
  }
}
