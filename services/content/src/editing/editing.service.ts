import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { RequestClient } from '@smartcontent/bus';
import {
  AppError,
  type Content,
  ContentCreated,
  ContentDeleted,
  ContentUpdated,
  type CreateContent,
  type InputOf,
  JSON_BODY_LIMIT_BYTES,
  type RequestContext,
  type UpdateContent,
  versionHash,
  type WrittenContent,
} from '@smartcontent/contracts';
import { Database, newId, type Tx } from '@smartcontent/database';
import { askNearDuplicates } from '@smartcontent/likeness';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { ContentService, eventState } from '../content/content.service.js';
import { statusAfter } from '../lifecycle.js';
import { personOf, requireMayChange } from '../permissions.js';
import { EditingStore, type NewContent } from './editing.store.js';

type Edit = Omit<InputOf<typeof UpdateContent>, 'content_id' | 'revision'>;
/** Who shall have written it. */
interface Author {
  readonly company_id: string;
  readonly user_id: string;
}

/** Why a draft is not taken: its content was deleted, is archived, or would be larger than one answer can carry. */
const DRAFT_REFUSALS = ['CONTENT_NOT_FOUND', 'CONTENT_TRANSITION_ILLEGAL', 'CONTENT_TOO_LARGE'] as const;
export type DraftRefusal = (typeof DRAFT_REFUSALS)[number];

@Injectable()
export class EditingService {
  constructor(
    private readonly database: Database,
    private readonly content: ContentService,
    private readonly store: EditingStore,
    private readonly requests: RequestClient,
    private readonly campaigns: CampaignsService,
  ) {}

  async create(input: InputOf<typeof CreateContent>, context: RequestContext): Promise<WrittenContent> {
    const { company_id, user_id } = personOf(context);
    const content = newContent(newId(), input, company_id, user_id);
    const [near_duplicates, refusal] = await Promise.all([
      askNearDuplicates(this.requests, { text: content.content_text, contentId: null }, context),
      this.#refusalOf(content.campaign_id, context),
    ]);
    return this.database.withTenant(context, async (tx) => {
      if (refusal) throw refusal;
      return { ...(await this.#insert(tx, content)), near_duplicates };
    });
  }

  async update({ content_id, revision, ...edit }: InputOf<typeof UpdateContent>, context: RequestContext): Promise<WrittenContent> {
    const person = personOf(context);
    // Asked before anything is locked: whether the text is another one than before turns out behind the lock.
    const [near_duplicates, refusal] = await Promise.all([
      edit.content_text === undefined
        ? undefined
        : askNearDuplicates(this.requests, { text: edit.content_text, contentId: content_id }, context),
      this.#refusalOf(edit.campaign_id, context),
    ]);
    return this.database.withTenant(context, async (tx) => {
      const before = await this.content.lockWithText(tx, person.company_id, content_id);
      requireMayChange(person, before);
      tx.noteBefore(before);
      if (revision === undefined && !context.ifMatch) throw new AppError('PLATFORM_PRECONDITION_REQUIRED');
      if (revision !== undefined && before.revision !== revision)
        throw new AppError('CONTENT_REVISION_STALE', { data: { revision: before.revision } });
      if (refusal && edit.campaign_id !== before.campaign_id) throw refusal;
      const after = await this.#revise(tx, before, edit, person.user_id);
      return { ...after, ...(after.content_text !== before.content_text && { near_duplicates }) };
    });
  }

  /**
   * A draft that was written for somebody, as a new content under the id that he was told. @returns why it is not taken: it is larger than
   * one answer can carry
   */
  async insertDraft(tx: Tx, id: string, input: InputOf<typeof CreateContent>, author: Author): Promise<DraftRefusal | null> {
    const content = newContent(id, input, author.company_id, author.user_id);
    if (isTooLarge(content)) return 'CONTENT_TOO_LARGE';
    await this.#insert(tx, content);
    return null;
  }

  /**
   * The same as a new version of a content. @returns why the content takes none: it was deleted or archived meanwhile, or would become
   * larger than one answer can carry
   */
  async reviseWithDraft(tx: Tx, id: string, edit: Edit, author: Author): Promise<DraftRefusal | null> {
    try {
      await this.#revise(tx, await this.content.lockWithText(tx, author.company_id, id), edit, author.user_id);
      return null;
    } catch (error) {
      const refusal = error instanceof AppError && DRAFT_REFUSALS.find((code) => code === error.code);
      if (refusal) return refusal;
      throw error;
    }
  }

  delete(contentId: string, context: RequestContext): Promise<{ id: string; deleted: true }> {
    const person = personOf(context);
    return this.database.withTenant(context, async (tx) => {
      const before = await this.content.lock(tx, person.company_id, contentId);
      requireMayChange(person, before);
      const change = { contract: ContentDeleted, data: { user_id: before.user_id }, before, after: null };
      await Promise.all([this.store.delete(tx, before), this.content.commit(tx, change)]);
      return { id: before.id, deleted: true as const };
    });
  }

  /** Asked for before the transaction, to be thrown inside it: a repeat with the same Idempotency-Key still gets its first answer. */
  #refusalOf(campaignId: string | null | undefined, context: RequestContext): Promise<Error | undefined> {
    return this.campaigns.requireThere(campaignId, context).then(
      () => undefined,
      (error: Error) => error,
    );
  }

  async #insert(tx: Tx, content: NewContent): Promise<Content> {
    const change = { contract: ContentCreated, data: eventState(content), before: null, after: content };
    // Neither waits for the other: both travel in one round trip.
    const [stored] = await Promise.all([this.store.insert(tx, content), this.content.commit(tx, change)]);
    return { ...content, ...stored };
  }

  async #revise(tx: Tx, before: Content, edit: Edit, authorId: string): Promise<Content> {
    const after = edited(before, edit);
    if (after === before) return before;
    const isNewVersion = after.version_id !== before.version_id;
    const write = isNewVersion ? this.store.saveVersion(tx, after, authorId) : this.store.saveDetails(tx, after);
    const change = { contract: ContentUpdated, data: eventState(after), before, after };
    const [stored] = await Promise.all([write, this.content.commit(tx, change)]);
    return { ...after, ...stored };
  }
}

function newContent(id: string, input: InputOf<typeof CreateContent>, companyId: string, userId: string): NewContent {
  const version = {
    title: input.title ?? null,
    content_text: input.content_text ?? null,
    content_type: input.content_type,
    platform: input.platform ?? null,
    metadata: input.metadata ?? {},
  };
  return {
    id,
    company_id: companyId,
    user_id: userId,
    campaign_id: input.campaign_id ?? null,
    ...version,
    status: 'draft',
    quality_score: input.quality_score ?? null,
    revision: 1,
    version_id: newId(),
    version_number: 1,
    version_hash: versionHash(version),
    approved_version_id: null,
    published_at: null,
    scheduled_for: null,
    brand_guidelines_applied: input.brand_guidelines_applied ?? {},
    ai_model_used: input.ai_model_used ?? null,
    generation_prompt: input.generation_prompt ?? null,
  };
}

/** Each part passed its limit alone; together they must still fit into one answer. */
function isTooLarge(content: NewContent): boolean {
  return Buffer.byteLength(JSON.stringify(content)) > JSON_BODY_LIMIT_BYTES;
}

/**
 * The content after the edit: a new version where it says something else, the same object where nothing changed.
 * The approval of an older version stays its own: posts of it leave as approved, while the new text is a draft.
 */
function edited(before: Content, edit: Edit): Content {
  const statusOfNewVersion = statusAfter('edit', before.status);
  const after = { ...before, ...edit };
  if (isDeepStrictEqual(after, before)) return before;
  if (isTooLarge(after)) throw new AppError('CONTENT_TOO_LARGE');
  const revision = before.revision + 1;
  const hash = versionHash(after);
  if (hash === before.version_hash) return { ...after, revision };
  return {
    ...after,
    revision,
    status: statusOfNewVersion,
    version_id: newId(),
    version_number: before.version_number + 1,
    version_hash: hash,
  };
}
