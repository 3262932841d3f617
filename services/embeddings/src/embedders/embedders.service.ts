import { Injectable } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { AppError, type EmbedderSettings, type InputOf, type RequestContext, type SetEmbedder } from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { ProviderAccess } from '@smartcontent/models';
import { LRUCache } from 'lru-cache';
import { companyOf } from '../company.js';
import { type Embedder, OFFLINE } from '../embedder.js';
import { IndexSignal } from '../index-signal.js';
import type { EmbedderChoice } from './embedder-settings.entity.js';
import { EmbedderSettingsStore, type KeptChoice } from './embedder-settings.store.js';
import { EndpointEmbedder } from './endpoint-embedder.js';

const OFFLINE_CHOICE: EmbedderChoice = { provider: null, model: null, dimensions: null, asks_for_dimensions: false };
const HELD = { max: 10_000, ttl: 3_000 };

export type { Embedder };

/** By what a company's texts are embedded. */
@Injectable()
export class Embedders {
  readonly #answering = new LRUCache<string, Embedder>(HELD);

  constructor(
    private readonly database: Database,
    private readonly store: EmbedderSettingsStore,
    private readonly access: ProviderAccess,
    private readonly tokens: ActorTokens,
    private readonly signal: IndexSignal,
  ) {}

  /** For texts that are indexed now: what is chosen at this moment, since a change takes the lease of whatever was embedded before it. */
  async wanted(companyId: string): Promise<Embedder> {
    const context = await this.tokens.serviceContext(companyId, 'embed texts');
    const kept = await this.database.withTenant(context, (tx) => this.store.find(tx));
    return this.#embedderOf(companyId, kept ?? OFFLINE_CHOICE);
  }

  /** For questions, beside the wanted one: that of texts that were indexed before a change. Up to three seconds old. */
  async answering(companyId: string): Promise<Embedder> {
    const held = this.#answering.get(companyId);
    if (held) return held;
    const context = await this.tokens.serviceContext(companyId, 'embed a question');
    const embedder = await this.database.withTenant(context, async (tx) =>
      this.#answeringOf(tx, companyId, (await this.store.find(tx)) ?? null),
    );
    this.#answering.set(companyId, embedder);
    return embedder;
  }

  read(context: RequestContext): Promise<EmbedderSettings> {
    return this.database.withTenant(context, async (tx) => this.#shown(tx, companyOf(context), (await this.store.find(tx)) ?? null));
  }

  /** The same once more tries again what failed. @throws AppError those of the key, and EMBEDDINGS_PROVIDER_UNFIT where its provider embeds nothing */
  async choose({ provider, ...input }: InputOf<typeof SetEmbedder>, context: RequestContext): Promise<EmbedderSettings> {
    const companyId = companyOf(context);
    if (provider !== null) {
      const client = await this.access.open(provider, await this.tokens.serviceContext(companyId, 'embed texts'));
      if (!client.canEmbed) throw new AppError('EMBEDDINGS_PROVIDER_UNFIT');
    }
    const choice = provider === null ? OFFLINE_CHOICE : { provider, ...input };
    return this.database.withTenant(context, async (tx) => {
      await this.store.lock(tx, companyId);
      const before = (await this.store.find(tx)) ?? null;
      const isSame = this.#nameOf(companyId, choice) === this.#nameOf(companyId, before ?? OFFLINE_CHOICE);
      const after = await this.store.keep(
        tx,
        companyId,
        choice,
        isSame ? (before?.former ?? null) : await this.#formerOf(tx, companyId, before),
      );
      if (isSame) await this.store.retryFailed(tx);
      else await this.store.indexAnew(tx);
      tx.noteBefore({ updated_at: before?.updated_at ?? null });
      const operation = before ? ('update' as const) : ('insert' as const);
      await commitChange(tx, { event: null, audit: { table: 'embedder_settings', operation, before, after } });
      tx.afterCommit(() => {
        this.#answering.delete(companyId);
        this.signal.raise();
      });
      return this.#shown(tx, companyId, after);
    });
  }

  /** Where a change follows a change that is not through, what most texts are still kept under goes on answering. */
  async #formerOf(tx: Tx, companyId: string, before: KeptChoice | null): Promise<EmbedderChoice> {
    const former = before?.former;
    if (former && (await this.store.isInUse(tx, this.#nameOf(companyId, former)))) return former;
    const { provider, model, dimensions, asks_for_dimensions } = before ?? OFFLINE_CHOICE;
    return { provider, model, dimensions, asks_for_dimensions };
  }

  async #answeringOf(tx: Tx, companyId: string, kept: KeptChoice | null): Promise<Embedder> {
    const former = kept?.former ? this.#embedderOf(companyId, kept.former) : null;
    if (former && (await this.store.isInUse(tx, former.model))) return former;
    return this.#embedderOf(companyId, kept ?? OFFLINE_CHOICE);
  }

  async #shown(tx: Tx, companyId: string, kept: KeptChoice | null): Promise<EmbedderSettings> {
    const { provider, model, dimensions, asks_for_dimensions } = kept ?? OFFLINE_CHOICE;
    const embedder = this.#nameOf(companyId, kept ?? OFFLINE_CHOICE);
    const answering = (await this.#answeringOf(tx, companyId, kept)).model;
    const waiting = await this.store.countWaiting(tx, embedder);
    return { provider, model, dimensions, asks_for_dimensions, embedder, answering, waiting, updated_at: kept?.updated_at ?? null };
  }

  #nameOf(companyId: string, choice: EmbedderChoice): string {
    return this.#embedderOf(companyId, choice).model;
  }

  #embedderOf(companyId: string, choice: EmbedderChoice & Partial<Pick<KeptChoice, 'updated_at'>>): Embedder {
    const { provider, model, dimensions, asks_for_dimensions, updated_at: chosenAt = '' } = choice;
    if (provider === null || model === null || dimensions === null) return OFFLINE;
    const open = async () => this.access.open(provider, await this.tokens.serviceContext(companyId, 'embed texts'));
    return new EndpointEmbedder({ provider, model, dimensions, asksForDimensions: asks_for_dimensions }, chosenAt, open);
  }
}
