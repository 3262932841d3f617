import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { AppError, OPERATED_SERVICES, type ServiceName } from '@smartcontent/contracts';

/** Keeps one message per service and company: where the chain of its audit log ends. */
export const AUDIT_STREAM = 'AUDIT';

/** The end of a company's chain. */
export interface AuditEnd {
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
}

/** As it is kept. */
export interface KeptEnd extends AuditEnd {
  /** The next one replaces this one, and no other. */
  readonly revision: number;
}

/** What a service may publish to so that the ends of its own chains are kept and read. Identity alone takes any away, those of companies that it erases. */
export function auditRights(service: ServiceName): string[] {
  if (!(OPERATED_SERVICES as readonly string[]).includes(service)) return [];
  const looks = [`audit.${service}.>`, `$JS.API.STREAM.INFO.${AUDIT_STREAM}`, `$JS.API.STREAM.MSG.GET.${AUDIT_STREAM}`];
  return service === 'identity' ? [...looks, `$JS.API.STREAM.MSG.DELETE.${AUDIT_STREAM}`] : looks;
}

/** Where the end of a company's chain stands; `>` in its place for those of all. */
export function auditSubject(service: ServiceName, companyId: string): string {
  return `audit.${service}.${companyId}`;
}

/**
 * The ends of a service's chains outside of Postgres, so that its administrator cannot shorten a chain unseen.
 * Each call throws AppError PLATFORM_STORE_UNAVAILABLE where NATS does not answer: no end would pass for a chain that has none.
 */
export class AuditEnds {
  readonly #connection: NatsConnection;
  readonly #service: ServiceName;
  #made: Promise<JetStreamManager> | undefined;

  constructor(connection: NatsConnection, service: ServiceName) {
    this.#connection = connection;
    this.#service = service;
  }

  /** Undefined where none was ever kept, or the broker lost it. */
  last(companyId: string): Promise<KeptEnd | undefined> {
    return reach(async () => {
      const manager = await this.#manager();
      const message = await manager.streams.getMessage(AUDIT_STREAM, { last_by_subj: this.#subject(companyId) });
      return message ? { ...message.json<AuditEnd>(), revision: message.seq } : undefined;
    });
  }

  /**
   * Replaces the end of this revision, 0 where there is none. Whether the new one follows from it is the caller's to see first; where somebody
   * else replaced it since, nothing is kept, and it throws as if NATS were away: both are tried again.
   */
  keep(companyId: string, { seq, hash }: AuditEnd, revision: number): Promise<void> {
    const options = { expect: { lastSubjectSequence: revision } };
    return reach(async () => {
      await jetstream(this.#connection).publish(this.#subject(companyId), JSON.stringify({ seq, hash }), options);
    });
  }

  /** Those of whose chains an end is kept. */
  companies(): Promise<string[]> {
    return reach(async () => {
      const manager = await this.#manager();
      const { state } = await manager.streams.info(AUDIT_STREAM, { subjects_filter: this.#subject('>') });
      return Object.keys(state.subjects ?? {}).map((subject) => subject.slice(this.#subject('').length));
    });
  }

  #subject(companyId: string): string {
    return auditSubject(this.#service, companyId);
  }

  #manager(): Promise<JetStreamManager> {
    this.#made ??= jetstreamManager(this.#connection, { checkAPI: false });
    return this.#made;
  }
}

async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError('PLATFORM_STORE_UNAVAILABLE', { cause: error, data: { store: 'nats' } });
  }
}
