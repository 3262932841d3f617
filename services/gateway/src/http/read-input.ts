import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { AppError, type InputOf, type RequestContext, type RequestContract, takesBody, takesIdempotencyKey } from '@smartcontent/contracts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Faced } from './faced.js';
import { FAULTS_MAX, faultsOf } from './faults.js';
import { pathOf } from './open-request.js';

const IDEMPOTENCY_KEY = /^[!-~]{1,255}$/;
const NO_SECRET = createSecretKey('', 'utf8');

type Fields = Readonly<Record<string, unknown>>;
interface InputError {
  readonly path: string;
  readonly message: string;
}

/**
 * Step 6: the input of the contract, out of path, query and body, checked against its schema. `query` is what the owner is to hear of it.
 * @throws AppError PLATFORM_INPUT_INVALID with data.errors [{ path, message }]
 */
export function readInput<C extends RequestContract>(
  contract: Faced<C>,
  request: FastifyRequest,
  query = request.query as Fields,
): InputOf<C> {
  const path = request.params as Fields;
  const hasBody = takesBody(contract.http);
  const fields = hasBody ? (request.body ?? {}) : query;
  if (hasBody) refuseQuery(request);
  const errors = [...repeated(path, fields), ...(hasBody ? [] : saidTwice(query))];
  if (errors.length > 0) throw inputInvalid(errors);
  const parsed = contract.input.safeParse(isObject(fields) ? { ...fields, ...path } : fields);
  if (!parsed.success) throw inputInvalid(errorsOf(parsed.error), parsed.error);
  return parsed.data as InputOf<C>;
}

/** PLATFORM_INPUT_INVALID with the first hundred errors. */
export function inputInvalid(errors: readonly InputError[], cause?: z.ZodError): AppError {
  return new AppError('PLATFORM_INPUT_INVALID', { cause, data: { errors: errors.slice(0, FAULTS_MAX) } });
}

/** What does not fit, by its place in the input. */
function errorsOf(error: z.ZodError): InputError[] {
  return faultsOf(error).map(({ path, message }) => ({ path: path.join('.'), message }));
}

/**
 * The Idempotency-Key of a POST by a known caller, with the hash that tells another request under the same key. It is kept for a day, and a
 * body may hold a password: with a `secret` nobody can try out passwords against it.
 * @throws AppError GATEWAY_IDEMPOTENCY_KEY_INVALID
 */
export function readIdempotency({ http }: Faced, request: FastifyRequest, secret: KeyObject = NO_SECRET): RequestContext['idempotency'] {
  const key = takesIdempotencyKey(http) ? request.headers['idempotency-key'] : undefined;
  if (key === undefined) return null;
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) throw new AppError('GATEWAY_IDEMPOTENCY_KEY_INVALID');
  const path = pathOf(request).replace(/\/$/, '');
  const body = Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? {}, sortKeys);
  const requestHash = createHmac('sha256', secret).update(`${http.method}\n${path}\n`).update(body).digest('hex');
  return { key, requestHash, isSecretAnswer: http.isSecretAnswer };
}

/** A field has one place: what the path says cannot be said again, perhaps differently. */
function repeated(path: Fields, fields: unknown): InputError[] {
  if (!isObject(fields)) return [];
  const names = Object.keys(path).filter((name) => Object.hasOwn(fields, name));
  return names.map((name) => ({ path: name, message: 'Stands in the path; it cannot be given again' }));
}

/** Several values of a parameter stand in one, with commas between them. */
function saidTwice(query: Fields): InputError[] {
  const names = Object.keys(query).filter((name) => Array.isArray(query[name]));
  return names.map((name) => ({ path: name, message: 'Given more than once; several values stand in one, with commas between them' }));
}

/** @throws AppError PLATFORM_INPUT_INVALID that names every query parameter of a request whose input is its body */
export function refuseQuery(request: FastifyRequest): void {
  const names = Object.keys(request.query as Fields);
  if (names.length > 0) throw inputInvalid(names.map((path) => ({ path, message: 'This route takes no query parameters' })));
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The order of keys says nothing, so it is not part of what was asked. */
function sortKeys(_key: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
