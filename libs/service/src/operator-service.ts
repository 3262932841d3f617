import type { DeadLetterDesk, Projection } from '@smartcontent/bus';
import { AppError, actorLabel, type InputOf, type OperatorRequests, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import {
  type AuditPlace,
  type AuditVerifier,
  type DdlPage,
  type DdlQuery,
  decodeCursor,
  encodeCursor,
  type KnownEnds,
  type SealedTables,
} from '@smartcontent/database';
import type { Log } from './log.js';
import { detailOf, viewOf } from './operator-views.js';

type Input<N extends keyof OperatorRequests> = InputOf<OperatorRequests[N]>;
type Output<N extends keyof OperatorRequests> = OutputOf<OperatorRequests[N]>;

export interface OperatorParts {
  readonly desk: DeadLetterDesk;
  readonly republish: (range: Input<'ReplayEvents'>) => Promise<Output<'ReplayEvents'>>;
  readonly projections: readonly Projection[];
  readonly rebuild: (projection: Projection) => Promise<void>;
  readonly audit: AuditVerifier;
  readonly ends: KnownEnds;
  readonly readDdl: (query: DdlQuery) => Promise<DdlPage>;
  readonly sealed: Pick<SealedTables, 'rewrap' | 'keyId'>;
  readonly cursorKey: string;
  readonly log: Log;
}

/**
 * What the operator may ask of one service. Nothing of it belongs to a company, so no audit row can tell of it (each has a company): every
 * change is a line of the log that names the actor. What a replayed event changes is audited by its handler, as ever.
 */
export class OperatorService {
  constructor(private readonly parts: OperatorParts) {}

  async list(input: Input<'ListDeadLetters'>): Promise<Output<'ListDeadLetters'>> {
    const { desk, cursorKey } = this.parts;
    const { limit, cursor, cause, subject, company_id: companyId } = input;
    const list = `dead-letters:${JSON.stringify([cause, subject, companyId])}`;
    const [after] = cursor === undefined ? [] : (decodeCursor(cursorKey, list, cursor) as [number]);
    const { letters, next } = await desk.list({ limit, after, cause, subject, companyId });
    return { items: letters.map(viewOf), next_cursor: next === null ? null : encodeCursor(cursorKey, list, [next]) };
  }

  async get({ sequence }: Input<'GetDeadLetter'>): Promise<Output<'GetDeadLetter'>> {
    return detailOf(await this.parts.desk.get(sequence));
  }

  async replay({ sequence }: Input<'ReplayDeadLetter'>, context: RequestContext): Promise<Output<'ReplayDeadLetter'>> {
    const outcome = await this.parts.desk.replay(sequence).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'PLATFORM_DEAD_LETTER_FAILING')
        this.#tell(context, 'a dead letter was replayed and failed again', { sequence, error: error.data.error });
      throw error;
    });
    this.#tell(context, 'a dead letter was replayed', { sequence, outcome });
    return { outcome };
  }

  async drop({ sequence }: Input<'DropDeadLetter'>, context: RequestContext): Promise<Output<'DropDeadLetter'>> {
    const outcome = await this.parts.desk.drop(sequence);
    this.#tell(context, 'a dead letter was dropped', { sequence, outcome });
    return { outcome };
  }

  async replayEvents(range: Input<'ReplayEvents'>, context: RequestContext): Promise<Output<'ReplayEvents'>> {
    const counts = await this.parts.republish(range);
    this.#tell(context, 'events are published again', { ...range, ...counts });
    return counts;
  }

  /** @throws AppError PLATFORM_PROJECTION_NOT_FOUND with data.projections, those that there are */
  async rebuild({ projection }: Input<'RebuildProjection'>, context: RequestContext): Promise<Output<'RebuildProjection'>> {
    const { projections, rebuild } = this.parts;
    const found = projections.find(({ name }) => name === projection);
    if (!found) throw new AppError('PLATFORM_PROJECTION_NOT_FOUND', { data: { projections: projections.map(({ name }) => name) } });
    await rebuild(found);
    this.#tell(context, 'a projection is rebuilt', { projection });
    return { projection, sources: [...found.sources] };
  }

  /** Where the walk stands is in the cursor, signed: whoever changed it could hide a row. */
  async verifyAudit({ company_id: companyId, cursor }: Input<'VerifyAudit'>, context: RequestContext): Promise<Output<'VerifyAudit'>> {
    const { audit, ends, cursorKey } = this.parts;
    const list = `audit:${companyId ?? 'all'}`;
    const from = cursor === undefined ? undefined : (decodeCursor(cursorKey, list, cursor)[0] as AuditPlace);
    const { next, checked, chains, findings } = await audit.verify({ companyId, from, ends });
    if (findings.length > 0) this.#warn(context, 'the audit log was tampered with', { findings });
    const next_cursor = next && encodeCursor(cursorKey, list, [next]);
    return { checked, chains: [...chains], findings: [...findings], waiting: await audit.waiting(), next_cursor };
  }

  async listDdlLog({ limit, cursor }: Input<'ListDdlLog'>): Promise<Output<'ListDdlLog'>> {
    const { readDdl, cursorKey } = this.parts;
    const before = cursor === undefined ? null : (decodeCursor(cursorKey, 'ddl-log', cursor)[0] as number);
    const { items, has_more, is_kept } = await readDdl({ limit, before });
    const last = items.at(-1);
    return { items, is_kept, next_cursor: has_more && last ? encodeCursor(cursorKey, 'ddl-log', [last.id]) : null };
  }

  /** What was wrapped anew is audited in its company; here only how much it was. */
  async rotateSecrets({ limit }: Input<'RotateSecrets'>, context: RequestContext): Promise<Output<'RotateSecrets'>> {
    const { sealed } = this.parts;
    const counts = await sealed.rewrap(limit, context);
    const answer = { master_key_id: sealed.keyId, ...counts };
    this.#tell(context, 'secrets are wrapped by the present master key', answer);
    return answer;
  }

  #warn(context: RequestContext, message: string, fields: Record<string, unknown>): void {
    this.parts.log.about(context).error(message, fields);
  }

  #tell(context: RequestContext, message: string, fields: Record<string, unknown>): void {
    this.parts.log.about(context).info(message, { actor: actorLabel(context.actor), ...fields });
  }
}
