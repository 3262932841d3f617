import type { Actor, RequestContext } from '@smartcontent/contracts';

export interface ActorTokenOptions {
  /** Whose key signs: `gateway` may speak for anybody, every other service only for itself. */
  readonly service: string;
  /** Ed25519 private JWK as JSON; its kid is the service's name. */
  readonly privateKey: string;
  /** Public JWK as JSON of every service, by name. */
  readonly publicKeys: Readonly<Record<string, string>>;
}

export class ActorTokens {
  constructor(private readonly options: ActorTokenOptions) {}

  mint(actor: Actor): Promise<string> {
    throw new Error(`${actor.kind} ${this.options.service}`);
  }

  verify(token: string): Promise<Actor> {
    throw new Error(token);
  }

  serviceContext(companyId: string | null, reason: string): Promise<RequestContext> {
    throw new Error(`${companyId} ${reason}`);
  }
}

/** A fresh Ed25519 key pair for each service, as JWK JSON. */
export async function generateActorKeys(
  services: readonly string[],
): Promise<Record<string, { readonly privateKey: string; readonly publicKey: string }>> {
  throw new Error(services.join());
}
