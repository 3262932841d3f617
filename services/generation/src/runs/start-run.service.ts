import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import {
  AppError,
  DRAFT_TYPES,
  GetContent,
  type InputOf,
  OFFLINE_MODEL,
  OFFLINE_PROVIDER,
  ReadCampaignState,
  type RequestContext,
  type Run,
  type StartGeneration,
} from '@smartcontent/contracts';
import { Database, newId, type Tx } from '@smartcontent/database';
import { RunBooks } from '../books/run-books.js';
import { RunNews } from '../news/run-news.js';
import { answerOf } from '../run-columns.js';
import { OutputCheck } from '../schemas/output-check.js';
import { RunsStore } from './runs.store.js';

const OFFLINE = { provider: OFFLINE_PROVIDER, model: OFFLINE_MODEL };

type Input = InputOf<typeof StartGeneration>;

/** Takes a run in: what is asked is checked now, what costs time is left to the job. */
@Injectable()
export class StartRunService {
  constructor(
    private readonly database: Database,
    private readonly client: RequestClient,
    private readonly store: RunsStore,
    private readonly books: RunBooks,
    private readonly news: RunNews,
  ) {}

  async start(input: Input, context: RequestContext): Promise<Run> {
    // Asked before the transaction, thrown inside it: a repeat with the same Idempotency-Key still gets its first answer.
    const checked = await this.#check(input, context).catch((error: Error) => error);
    return this.database.withTenant(context, async (tx) => {
      if (checked instanceof Error) throw checked;
      return this.#insert(tx, checked, context);
    });
  }

  /** What is asked, with the campaign that its content is of: no budget is got around by leaving that out. */
  async #check(input: Input, context: RequestContext): Promise<Input> {
    const person = personOf(context);
    let { campaign_id } = input;
    let isKnown = campaign_id === null;
    if (input.content_id) {
      const content = await this.client.call(GetContent, { content_id: input.content_id }, context);
      const isOwn = content.user_id === person.user_id;
      if (!isOwn && person.role !== 'admin' && person.role !== 'manager') throw new AppError('CONTENT_FORBIDDEN');
      campaign_id ??= content.campaign_id;
      if (content.campaign_id !== null && campaign_id !== content.campaign_id) throw new AppError('GENERATION_CAMPAIGN_OTHER');
      isKnown ||= campaign_id === content.campaign_id;
    }
    if (campaign_id !== null && !isKnown) await this.client.call(ReadCampaignState, { campaign_id }, context);
    if (input.schema) {
      const fault = await OutputCheck.schemaFault(person.company_id, input.schema, context.signal);
      if (fault !== null) throw new AppError('GENERATION_SCHEMA_INVALID', { detail: fault });
    }
    return { ...input, campaign_id };
  }

  async #insert(tx: Tx, input: Input, context: RequestContext): Promise<Run> {
    const { company_id, user_id } = personOf(context);
    const { content_type, draft_type, agent_name, title, content_id, campaign_id, ...request } = input;
    const models = request.models.length > 0 ? request.models : [(await this.books.usualModel(tx, company_id)) ?? OFFLINE];
    const run = await this.store.insert(tx, {
      ...{ id: newId(), company_id, user_id, campaign_id, content_type, title },
      content_id: content_id ?? newId(),
      is_new_content: content_id === undefined,
      draft_type: draft_type ?? DRAFT_TYPES[content_type],
      agent_name: agent_name ?? `${content_type}-writer`,
      request: { ...request, models },
    });
    await this.books.begin(tx, run);
    await this.news.requested(tx, run);
    return answerOf(run);
  }
}

function personOf({ actor }: RequestContext) {
  if (actor.kind !== 'user' && actor.kind !== 'client') throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor;
}
