import { type Actor, AppError, type InputOf, type RequestContract } from '@smartcontent/contracts';

/**
 * Whether the actor may send this request at all; what it may do with a certain row is the service's own matter.
 * A user or client needs the scope of the request's HTTP face; a service must be named among the contract's callers; the operator may send
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
  const scope = contract.http?.scope;
  if (scope && !actor.scopes.includes(scope)) throw new AppError('PLATFORM_SCOPE_MISSING', { data: { scope } });
}

/**
 * The input as the handler gets it: defaults applied, unknown fields refused.
 * @throws AppError PLATFORM_INPUT_INVALID with `data.errors`, one `{ path, message }` per fault; the path is in dots.
 */
export function parseInput<C extends RequestContract>(contract: C, data: unknown): InputOf<C> {
  const parsed = contract.input.safeParse(data);
  if (parsed.success) return parsed.data as InputOf<C>;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new AppError('PLATFORM_INPUT_INVALID', { data: { errors } });
}
