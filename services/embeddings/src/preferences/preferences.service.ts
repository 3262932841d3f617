import { Injectable } from '@nestjs/common';
import type { GetPreferences, GetRecommendations, InputOf, OutputOf, RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { companyOf } from '../company.js';
import { ContentVectors } from '../search/content-vectors.service.js';
import { EngagementStore, type ReaderWeight } from './engagement.store.js';
import { interestsOf, topicsOf } from './interests.js';
import { type Preference, PreferencesStore } from './preferences.store.js';

/** The latest that a reader engaged with: what he likes is made from these, and none of them is recommended to him. */
const ENGAGED = 500;
const POPULAR_CANDIDATES = 200;
/** Most of what was engaged with may be deleted, or of another status. */
const POPULAR_PAGES = 25;
const MAX_TOPICS = 20;

type Recommended = OutputOf<typeof GetRecommendations>;

@Injectable()
export class PreferencesService {
  constructor(
    private readonly database: Database,
    private readonly engagement: EngagementStore,
    private readonly preferences: PreferencesStore,
    private readonly contents: ContentVectors,
  ) {}

  async get({ user_id }: InputOf<typeof GetPreferences>, context: RequestContext): Promise<OutputOf<typeof GetPreferences>> {
    const companyId = companyOf(context);
    const engaged = await this.#engaged(user_id, context);
    const known = (await this.#stored(companyId, user_id)) ?? (await this.#makeAsked(companyId, user_id, engaged, context));
    const topics = topicsOf(engaged, await this.contents.known(context, idsOf(engaged), null), Date.now() / 1_000);
    return { user_id, items: known ? [shown(known)] : [], topics: topics.slice(0, MAX_TOPICS) };
  }

  /** Nearest to what the reader likes; where that leaves nothing, what the others of the company engage with. */
  async recommend({ user_id, status, limit }: InputOf<typeof GetRecommendations>, context: RequestContext): Promise<Recommended> {
    const companyId = companyOf(context);
    const engaged = await this.#engaged(user_id, context);
    const options = { exceptContentIds: idsOf(engaged), status, limit };
    // What is stored may be of a model that the index has left, or from before the contents were indexed.
    for (const find of [() => this.#stored(companyId, user_id), () => this.#makeAsked(companyId, user_id, engaged, context)]) {
      const known = await find();
      const items = known ? await this.contents.nearest(context, known.model, known.vector, options) : [];
      if (known && items.length > 0) return { basis: 'interests', confidence_score: known.confidenceScore, items };
    }
    return { basis: 'popular', confidence_score: 0, items: await this.#popular(companyId, options, context) };
  }

  /** The latest that a reader engaged with. */
  engagedBy(tx: Tx, companyId: string, userId: string): Promise<ReaderWeight[]> {
    return this.engagement.ofReader(tx, companyId, userId, ENGAGED);
  }

  #engaged(userId: string, context: RequestContext): Promise<ReaderWeight[]> {
    return this.database.withTenant(context, (tx) => this.engagedBy(tx, companyOf(context), userId));
  }

  async #stored(companyId: string, userId: string): Promise<Preference | undefined> {
    const stored = await this.preferences.ofUser(companyId, userId);
    if (!stored) return undefined;
    const { model, vector, confidence_score, contents, updated_ms } = stored;
    const said = { model, confidenceScore: confidence_score, contents, updatedAt: new Date(updated_ms) };
    return { companyId, userId, vector: Float32Array.from(vector), ...said };
  }

  /** Anew, and keeps it; a reader of whose contents none is indexed has none. */
  async make(companyId: string, userId: string, engaged: readonly ReaderWeight[]): Promise<Preference | undefined> {
    if (engaged.length === 0) return undefined;
    const now = new Date();
    const interests = interestsOf(engaged, await this.contents.centroids(companyId, idsOf(engaged)), now.getTime() / 1_000);
    if (!interests) return undefined;
    const preference = { companyId, userId, ...interests, updatedAt: now };
    await this.preferences.keep(preference);
    return preference;
  }

  /** Nobody's erasure waits for a request: who was erased meanwhile is taken out again. */
  async #makeAsked(companyId: string, userId: string, engaged: readonly ReaderWeight[], context: RequestContext) {
    const made = await this.make(companyId, userId, engaged);
    if (!made || (await this.#engaged(userId, context)).length > 0) return made;
    await this.preferences.deletePerson(companyId, userId);
    return undefined;
  }

  async #popular(
    companyId: string,
    { exceptContentIds, status, limit }: { exceptContentIds: readonly string[]; status: string; limit: number },
    context: RequestContext,
  ): Promise<Recommended['items']> {
    const items: Recommended['items'] = [];
    for (let page = 0; items.length < limit && page < POPULAR_PAGES; page += 1) {
      const of = { limit: POPULAR_CANDIDATES, offset: page * POPULAR_CANDIDATES };
      const popular = await this.database.withTenant(context, (tx) => this.engagement.popular(tx, companyId, exceptContentIds, of));
      const ids = popular.map(({ contentId }) => contentId);
      const titles = new Map((await this.contents.known(context, ids, status)).map(({ content_id, title }) => [content_id, title]));
      for (const { contentId, score } of popular) {
        const title = titles.get(contentId);
        if (title !== undefined) items.push({ content_id: contentId, title, score });
      }
      if (popular.length < POPULAR_CANDIDATES) break;
    }
    return items.slice(0, limit);
  }
}

function idsOf(engaged: readonly ReaderWeight[]): string[] {
  return engaged.map(({ contentId }) => contentId);
}

function shown({ model, vector, contents, confidenceScore, updatedAt }: Preference): OutputOf<typeof GetPreferences>['items'][number] {
  const of = { preference_type: 'interests' as const, model, dimensions: vector.length, contents };
  return { ...of, confidence_score: confidenceScore, updated_at: updatedAt.toISOString() };
}
