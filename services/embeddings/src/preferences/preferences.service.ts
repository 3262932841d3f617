import { Injectable } from '@nestjs/common';
import type { GetPreferences, GetRecommendations, InputOf, OutputOf, RequestContext } from '@smartcontent/contracts';
import { Database, type Tx } from '@smartcontent/database';
import { companyOf } from '../company.js';
import { ContentVectors } from '../search/content-vectors.store.js';
import { EngagementStore, type ReaderWeight } from './engagement.store.js';
import { type Interests, interestsOf, topicsOf } from './interests.js';
import { type Preference, PreferencesStore } from './preferences.store.js';

/** The latest that a reader engaged with: what he likes is made from these, and none of them is recommended to him. */
const ENGAGED = 500;
const POPULAR_CANDIDATES = 200;

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
    const [stored, vectors] = await Promise.all([
      this.preferences.ofUser(companyId, user_id),
      this.contents.centroids(companyId, idsOf(engaged)),
    ]);
    const items = stored
      ? [{ ...stored, vector: undefined, dimensions: stored.vector.length, updated_at: new Date(stored.updated_ms).toISOString() }]
      : [];
    return {
      user_id,
      items: items.map(({ vector: _vector, updated_ms: _ms, ...shown }) => shown),
      topics: topicsOf(engaged, vectors, Date.now() / 1_000).slice(0, 20),
    };
  }

  /** Nearest to what the reader likes; where that leaves nothing, what the others of the company engage with. */
  async recommend({ user_id, status, limit }: InputOf<typeof GetRecommendations>, context: RequestContext): Promise<Recommended> {
    const companyId = companyOf(context);
    const engaged = await this.#engaged(user_id, context);
    const options = { exceptContentIds: idsOf(engaged), status, limit };
    for (const interests of [() => this.#stored(companyId, user_id), () => this.#fresh(companyId, engaged)]) {
      const known = engaged.length > 0 ? await interests() : undefined;
      const items = known ? await this.contents.nearest(companyId, known.model, known.vector, options) : [];
      if (known && items.length > 0) return { basis: 'interests', confidence_score: known.confidenceScore, items };
    }
    return { basis: 'popular', confidence_score: 0, items: await this.#popular(companyId, options, context) };
  }

  /** Makes the preferences of these readers anew; a reader of whose contents none is indexed has none. */
  async refresh(tx: Tx, readers: readonly Pick<ReaderWeight, 'companyId' | 'userId'>[]): Promise<void> {
    const made: Preference[] = [];
    for (const { companyId, userId } of readers) {
      const engaged = await this.engagement.ofReader(tx, companyId, userId, ENGAGED);
      const interests = await this.#fresh(companyId, engaged);
      if (interests) made.push({ companyId, userId, ...interests, updatedAt: new Date() });
    }
    await this.preferences.keep(made);
  }

  #engaged(userId: string, context: RequestContext): Promise<ReaderWeight[]> {
    return this.database.withTenant(context, (tx) => this.engagement.ofReader(tx, companyOf(context), userId, ENGAGED));
  }

  async #stored(companyId: string, userId: string): Promise<Pick<Interests, 'model' | 'vector' | 'confidenceScore'> | undefined> {
    const stored = await this.preferences.ofUser(companyId, userId);
    return stored && { model: stored.model, vector: Float32Array.from(stored.vector), confidenceScore: stored.confidence_score };
  }

  async #fresh(companyId: string, engaged: readonly ReaderWeight[]): Promise<Interests | undefined> {
    if (engaged.length === 0) return undefined;
    const vectors = await this.contents.centroids(companyId, idsOf(engaged));
    return interestsOf(engaged, vectors, Date.now() / 1_000);
  }

  async #popular(
    companyId: string,
    { exceptContentIds, status, limit }: { exceptContentIds: readonly string[]; status: string; limit: number },
    context: RequestContext,
  ): Promise<Recommended['items']> {
    const popular = await this.database.withTenant(context, (tx) =>
      this.engagement.popular(tx, companyId, exceptContentIds, POPULAR_CANDIDATES),
    );
    const live = await this.contents.live(
      companyId,
      popular.map(({ contentId }) => contentId),
      status,
    );
    const titles = new Map(live.map(({ content_id, title }) => [content_id, title]));
    return popular
      .flatMap(({ contentId, score }) => {
        const title = titles.get(contentId);
        return title === undefined ? [] : [{ content_id: contentId, title, score }];
      })
      .slice(0, limit);
  }
}

function idsOf(engaged: readonly ReaderWeight[]): string[] {
  return engaged.map(({ contentId }) => contentId);
}
