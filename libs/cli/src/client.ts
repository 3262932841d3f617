import { type Answer, ApiError, ConnectionError, type OperationId, type Problem, type SmartContent, smartContent } from '@smartcontent/sdk';
import type { CliConfig } from './config.js';

/** The platform refused, or could not be reached, in words that help. `problem` is its problem+json, where it gave one. */
export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(
    message: string,
    /** The platform's code and problem+json, where it refused. */
    readonly code: string | undefined,
    readonly problem: Problem | null,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** People wait in front of it. */
const RETRIES = 2;

/** Asks the platform. What the client throws becomes a CallError. */
export async function inWords<T>(config: CliConfig, ask: (sc: SmartContent) => Promise<T>): Promise<T> {
  try {
    return await ask(clientOf(config));
  } catch (error) {
    throw wordsOf(config, error);
  }
}

/** Any operation that answers JSON, by its name. What is wrong with the input is for the platform to say. */
export function askFor(config: CliConfig, id: OperationId, input: object): Promise<unknown> {
  type Ask = (id: OperationId, input: object) => Promise<Answer<unknown>>;
  return inWords(config, async ({ request }) => (await (request as unknown as Ask)(id, input)).body);
}

/** The lines of any download. */
export function linesFor(config: CliConfig, id: OperationId, input: object): AsyncGenerator<string, void, undefined> {
  type Lines = (id: OperationId, input: object) => AsyncIterable<string>;
  return eachInWords(config, ({ lines }) => (lines as unknown as Lines)(id, input));
}

/** The same for what comes piece by piece. */
export async function* eachInWords<T>(config: CliConfig, ask: (sc: SmartContent) => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* ask(clientOf(config));
  } catch (error) {
    throw wordsOf(config, error);
  }
}

function clientOf({ baseUrl, credential }: CliConfig): SmartContent {
  return smartContent({ baseUrl, credential, retries: RETRIES });
}

function wordsOf(config: CliConfig, error: unknown): unknown {
  if (error instanceof ApiError)
    return new CallError(error.message + helpOf(config, error), error.code || undefined, error.problem, { cause: error });
  if (!(error instanceof ConnectionError)) return error;
  const doubt = error.isPossiblyApplied ? '; it may have been carried out: look before you try again' : '';
  return new CallError(error.message + doubt, undefined, null, { cause: error });
}

/** What the refusal says about what to do now. */
function helpOf(config: CliConfig, { status, code, problem, isPossiblyApplied }: ApiError): string {
  const { data = {}, correlation_id, is_retryable } = problem ?? ({} as Partial<Problem>);
  if ((status > 500 && is_retryable === false) || isPossiblyApplied) return '; it may have been carried out: look before you try again';
  const { retry_after_seconds: seconds, scope, errors } = data;
  if (typeof seconds === 'number') return `; try again in ${seconds} s`;
  if (Array.isArray(errors)) return `: ${(errors as Fault[]).map(({ path, message }) => `${path}: ${message}`).join('; ')}`;
  if (code === 'PLATFORM_SCOPE_MISSING') return needOf(scope);
  if (status === 401) return `; ${credentialHelp(config, code)}`;
  return status >= 500 && correlation_id ? `; the logs have it under ${correlation_id}` : '';
}

/** Which credential it was, and how to come by another. */
function credentialHelp({ source }: CliConfig, code: string): string {
  if (code === 'IDENTITY_LOGIN_REFUSED') return 'e-mail address or password is wrong';
  if (source === null) return 'no key was sent: smartcontent login, --key or SMARTCONTENT_KEY';
  const next = source.startsWith('the log-in') ? 'smartcontent login again' : 'give another, or smartcontent login';
  return `sent was ${source}: ${next}`;
}

function needOf(scope: unknown): string {
  if (scope === 'operator') return '; it needs the operator’s key, in SMARTCONTENT_OPERATOR_KEY or --key';
  return typeof scope === 'string' ? `; it needs the scope ${scope}` : '';
}

interface Fault {
  readonly path: string;
  readonly message: string;
}
