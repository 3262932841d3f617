import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import {
  AppError,
  type BrandTerm,
  type Content,
  GetCompany,
  GetContent,
  ListTerms,
  OpenProviderKey,
  ReadCampaignState,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { Secrets } from '@smartcontent/secrets';

/** As the company left it with identity. */
export const PROVIDER_KEY = 'sk-played-0123456789';

/** What may be wrong with a key, and what identity says of it then. */
const FAULTS = { spoilt: null, inactive: 'IDENTITY_PROVIDER_KEY_INACTIVE', away: 'PLATFORM_STORE_UNAVAILABLE' } as const;

type Answer = { response: unknown } | { err: unknown };

/** Answers what generation asks of identity and content, over real NATS, from what the test says exists. */
export class PlayedNeighbours {
  guidelines: Record<string, unknown> = {};
  terms: Pick<BrandTerm, 'term' | 'kind' | 'replacement'>[] = [];
  /** Providers whose keys open models: where they are, by which protocol. */
  providers: Record<
    string,
    { readonly base_url: string; readonly protocol: 'openai' | 'anthropic'; readonly fault?: keyof typeof FAULTS }
  > = {};
  /** Providers whose keys were asked for, in their order. */
  readonly asked: string[] = [];
  contents: Pick<Content, 'id' | 'user_id' | 'campaign_id'>[] = [];
  /** Every other campaign is there. */
  goneCampaigns: string[] = [];
  readonly #subscriptions: Subscription[];

  constructor(
    private readonly nats: NatsConnection,
    masterKey: string,
  ) {
    const secrets = Secrets.fromMasterKey(masterKey);
    const answers = {
      [GetCompany.subject]: () => ({ response: { name: 'Acme', brand_guidelines: this.guidelines } }),
      [ListTerms.subject]: () => ({ response: { items: this.terms, next_cursor: null } }),
      [OpenProviderKey.subject]: ({ service_name }: { service_name: string }, companyId: string) => {
        const provider = this.providers[service_name];
        this.asked.push(service_name);
        if (!provider) return { err: new AppError('IDENTITY_PROVIDER_KEY_NOT_FOUND').toWire() };
        const { fault, ...place } = provider;
        const code = fault && FAULTS[fault];
        if (code) return { err: new AppError(code).toWire() };
        // What another company sealed opens for nobody else.
        const sealed = secrets.seal(fault === 'spoilt' ? newId() : companyId, PROVIDER_KEY);
        return { response: { ...place, sealed, rotated_at: null } };
      },
      [ReadCampaignState.subject]: ({ campaign_id }: { campaign_id: string }) =>
        this.goneCampaigns.includes(campaign_id)
          ? { err: new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND').toWire() }
          : { response: { campaign_id, status: 'active', revision: 2, ends_at: null } },
      [GetContent.subject]: ({ content_id }: { content_id: string }) => {
        const content = this.contents.find(({ id }) => id === content_id);
        return content ? { response: content } : { err: new AppError('CONTENT_NOT_FOUND').toWire() };
      },
    };
    // As every service: where nobody hears a cancel, callers take it for gone.
    const heard = ['cancel.identity', 'cancel.content', 'cancel.campaigns'].map((subject) =>
      nats.subscribe(subject, { callback: () => undefined }),
    );
    this.#subscriptions = [...Object.entries(answers).map(([subject, answer]) => this.#answer(subject, answer as never)), ...heard];
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #answer(subject: string, answer: (input: unknown, companyId: string) => Answer): Subscription {
    return this.nats.subscribe(subject, {
      callback: (_error, message) => {
        const { data, id } = JSON.parse(message.string()) as { data: unknown; id: string };
        message.respond(JSON.stringify({ ...answer(data, companyOf(message)), isDisposed: true, id }));
      },
    });
  }
}

/** The company of the token that came with the request; its signature is generation's own matter. */
function companyOf({ headers }: Msg): string {
  const tokens = [...(headers ?? [])].flatMap(([, values]) => values).filter((value) => value.split('.').length === 3);
  const actors = tokens.map(
    (token) => JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()) as { actor?: { company_id: string } },
  );
  return actors.find(({ actor }) => actor)?.actor?.company_id ?? '';
}
