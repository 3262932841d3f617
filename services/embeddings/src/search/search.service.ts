import { Injectable } from '@nestjs/common';
import type {
  FoundContent,
  InputOf,
  RequestContext,
  SearchAnswer,
  SearchByMeaning,
  SearchByWordAndMeaning,
  SearchFilters,
} from '@smartcontent/contracts';
import { companyOf } from '../company.js';
import { OFFLINE_MODEL } from '../text/offline-embedder.js';
import { termsOf } from '../text/tokenizer.js';
import { contentOf, type Near } from './found-content.js';
import { fuseRanks } from './fuse-ranks.js';
import { LiveContentsStore } from './live-contents.store.js';
import { QuestionEmbedder, type Vector } from './question-embedder.js';
import { type Hit, SearchStore } from './search.store.js';
import { TermStatistics } from './term-statistics.js';
import { type WeighedTerms, weighTerms } from './weigh-terms.js';

/** How far each way of searching looks. */
const DEPTH = 100;
/** So many writes that count no more turn no page over. */
const FEW_DEAD = 10;
/** The offline embedder knows words only: it orders what words left open, and may not turn them over. */
const WEIGHT_OF = (model: string) => (model === OFFLINE_MODEL ? 0.1 : 1);
/** What shares no word lies so far away by chance. */
export const OFFLINE_CHANCE = 0.2;
/** Of a long text the longest words tell most. */
const MOST_WORDS = 256;
/** What is looked for; filters of null: among everything of the company. */
interface Question {
  readonly context: RequestContext;
  readonly terms: WeighedTerms;
  readonly vectors: readonly Vector[];
  readonly filters: SearchFilters | null;
  readonly limit: number;
  readonly exceptContentIds?: readonly string[];
}

interface Ranked {
  readonly words: readonly Hit[];
  readonly near: readonly Near[];
}

/** Finds contents of one company by word, by meaning, and by both together. */
@Injectable()
export class SearchService {
  readonly #statistics: TermStatistics;

  constructor(
    private readonly store: SearchStore,
    private readonly live: LiveContentsStore,
    private readonly questions: QuestionEmbedder,
  ) {
    this.#statistics = new TermStatistics(store);
  }

  async search(context: RequestContext, { query, filters, limit }: InputOf<typeof SearchByWordAndMeaning>): Promise<SearchAnswer> {
    const words = wordsOf(query);
    if (words.length === 0) return { items: [], models: [] };
    const companyId = companyOf(context);
    const [terms, vectors] = await Promise.all([this.weigh(companyId, words), this.questions.besideWords(companyId, query)]);
    return this.answer({ context, terms, vectors, filters: givenOnly(filters), limit });
  }

  async match(context: RequestContext, { text, filters, limit }: InputOf<typeof SearchByMeaning>): Promise<SearchAnswer> {
    const vectors = await this.questions.alone(companyOf(context), text);
    return this.answer({ context, terms: NO_TERMS, vectors, filters: givenOnly(filters), limit });
  }

  async weigh(companyId: string, words: readonly string[]): Promise<WeighedTerms> {
    return weighTerms(words, await this.#statistics.of(companyId, words));
  }

  /** Ranks, fuses and shows. Where writes that count no more stood in front it looks again among the live ones alone. */
  async answer(question: Question): Promise<SearchAnswer> {
    const { items, isComplete } = await this.tryAnswer(question);
    const answer = isComplete ? items : (await this.tryAnswer({ ...question, filters: question.filters ?? {} })).items;
    return { items: answer, models: question.vectors.map(({ model }) => model) };
  }

  private async tryAnswer(question: Question): Promise<{ items: FoundContent[]; isComplete: boolean }> {
    const { context, terms, filters, limit } = question;
    const ranked = await this.rank(question);
    const all = [...new Set(fuse(ranked).map(({ id }) => id))];
    const live = await this.live.find(context, all);
    const contents = new Map(live.map((content) => [content.write_id, content]));
    const places = {
      words: liveOnly(ranked.words, contents),
      near: ranked.near.map((one) => ({ ...one, hits: liveOnly(one.hits, contents) })),
    };
    const shown = fuse(places)
      .flatMap((fused) => {
        const content = contents.get(fused.id);
        return content ? [{ ...fused, content }] : [];
      })
      .filter(({ content }) => !question.exceptContentIds?.includes(content.content_id))
      .slice(0, limit);
    const ids = new Set(shown.map(({ id }) => id));
    const hits = uniqueHits([...ranked.words, ...ranked.near.flatMap((one) => one.hits)]).filter(({ writeId }) => ids.has(writeId));
    const byWrite = Map.groupBy(await this.live.chunks(context, hits), ({ write_id }) => write_id);
    const weights = new Map(terms.terms.map((term, place) => [term, terms.weights[place] ?? 0]));
    const items = shown.map(({ content, id, score }) => contentOf(content, byWrite.get(id) ?? [], { id, score, ...places }, weights));
    return { items, isComplete: filters !== null || !isCut(ranked) || all.length - contents.size <= FEW_DEAD };
  }

  /** By word and by meaning at once. What the offline embedder adds is worth nothing where words alone fill the list. */
  private async rank({ context, terms, vectors, filters }: Question): Promise<Ranked> {
    const companyId = companyOf(context);
    const nearest = (those: readonly Vector[]) => Promise.all(those.map((vector) => this.near(companyId, vector, filters)));
    const byWord = this.store.byWord(companyId, terms, filters, DEPTH);
    const isOffline = ({ model }: Vector) => model === OFFLINE_MODEL;
    const [words, near] = await Promise.all([byWord, nearest(vectors.filter((vector) => !isOffline(vector)))]);
    const rest = words.length < DEPTH ? await nearest(vectors.filter(isOffline)) : [];
    return { words, near: [...near, ...rest] };
  }

  private async near(companyId: string, vector: Vector, filters: SearchFilters | null): Promise<Near> {
    const hits = await this.store.byMeaning(companyId, vector, filters, DEPTH);
    const least = vector.model === OFFLINE_MODEL ? OFFLINE_CHANCE : -1;
    return { model: vector.model, hits: hits.filter(({ similarity }) => similarity >= least) };
  }
}

const NO_TERMS: WeighedTerms = { terms: [], weights: [], asked: 0 };

/** The different words of a text; of a long one the longest. */
function wordsOf(text: string): string[] {
  const words = [...new Set(termsOf(text))];
  return words.length <= MOST_WORDS ? words : words.sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
}

/** Reciprocal ranks of the words and of each model's neighbours. */
function fuse({ words, near }: Ranked) {
  return fuseRanks([
    { weight: 1, ids: words.map(({ writeId }) => writeId) },
    ...near.map(({ model, hits }) => ({ weight: WEIGHT_OF(model), ids: hits.map(({ writeId }) => writeId) })),
  ]);
}

/** Whether more might have been found than one list takes. */
function isCut({ words, near }: Ranked): boolean {
  return [words, ...near.map(({ hits }) => hits)].some((hits) => hits.length >= DEPTH);
}

function liveOnly<T extends Hit>(hits: readonly T[], contents: ReadonlyMap<string, unknown>): T[] {
  return hits.filter(({ writeId }) => contents.has(writeId));
}

function givenOnly(filters: SearchFilters): SearchFilters | null {
  return Object.values(filters).some((value) => value !== undefined) ? filters : null;
}

function uniqueHits(hits: readonly Hit[]): Hit[] {
  return [...new Map(hits.map((hit) => [`${hit.writeId}/${hit.chunk}`, hit])).values()];
}
