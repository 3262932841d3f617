import { type Actor, AppError, type InputOf, type RequestContract } from '@smartcontent/contracts';

/**
 * Whether the actor may send this request at all; what it may do with a certain row is the service's own matter.
 * A user or client needs the scope of the request's HTTP face, and gets nothing that is for services; a service must be named among the callers; the operator may send
 * what has a face for operators, and nobody else may, since such a request asks for no company.
 * @throws AppError PLATFORM_SCOPE_MISSING
 */
export function assertMayCall(contract: RequestContract, actor: Actor): void {
  const isForOperator = contract.http?.audience === 'operator';
  if (isForOperator !== (actor.kind === 'operator')) throw new AppError('PLATFORM_SCOPE_MISSING');
  if (actor.kind === 'operator') return;
  if (actor.kind === 'service') {
    if ((contract.callers as readonly string[]).includes(actor.service)) return;
    throw new AppError('PLATFORM_SCOPE_MISSING', { data: { caller: actor.service } });
  }
  if (contract.isForServices) throw new AppError('PLATFORM_SCOPE_MISSING');
  const scope = contract.http?.scope;
  if (scope && !actor.scopes.includes(scope)) throw new AppError('PLATFORM_SCOPE_MISSING', { data: { scope } });
}

/**
 * The input as the handler gets it: defaults applied, fields that this version of the contract does not know left out. The edge has refused
 * them already, as typing errors; here they come from a caller that is newer than this service, and a rolling deploy must not stop it.
 * @throws AppError PLATFORM_INPUT_INVALID with `data.errors`, one `{ path, message }` per fault; the path is in dots.
 */
export function parseInput<C extends RequestContract>(contract: C, data: unknown): InputOf<C> {
  const first = contract.input.safeParse(data);
  if (first.success) return first.data as InputOf<C>;
  const parsed = contract.input.safeParse(withoutUnknown(data, first.error.issues as readonly Fault[]));
  if (parsed.success) return parsed.data as InputOf<C>;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new AppError('PLATFORM_INPUT_INVALID', { data: { errors } });
}

type Fields = Record<PropertyKey, unknown>;

/** Zod's issue, as far as it matters here. */
interface Fault {
  readonly path: readonly PropertyKey[];
  /** Of `unrecognized_keys` alone. */
  readonly keys?: readonly string[];
}

/** Takes the fields that the schema does not know out of the data, which was read from a message and is nobody else's. */
function withoutUnknown(data: unknown, faults: readonly Fault[]): unknown {
  for (const { path, keys } of faults) {
    if (!keys) continue;
    const holder = path.reduce((value, step) => (value as Fields)[step], data) as Fields;
    for (const key of keys) delete holder[key];
  }
  return data;
}
