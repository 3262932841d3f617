import { type HttpFace, httpRequestOf, type Problem } from '@smartcontent/contracts';
import type { Command } from './commands.js';
import type { CliConfig } from './config.js';

/** The platform refused, or could not be reached. `problem` is its problem+json, where it gave one. */
export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(
    message: string,
    readonly problem: unknown,
  ) {
    super(message);
  }

  /** The platform's code for it. */
  get code(): string | undefined {
    return (this.problem as { code?: string } | null)?.code;
  }
}

/** Calls a command's route; throws CallError for every answer above 299. */
export function callCommand(config: CliConfig, command: Command, input: Record<string, unknown>): Promise<unknown> {
  return callFace(config, command.contract.http, input);
}

/** Calls a route; throws CallError for every answer above 299. */
export function callFace(config: CliConfig, face: HttpFace, input: Record<string, unknown>): Promise<unknown> {
  const { path, body } = httpRequestOf(face, input);
  return send(config, face.method, path, body === undefined ? undefined : 'application/json', body);
}

/** One HTTP call with the configured key. */
export async function send(config: CliConfig, method: string, path: string, type?: string, body?: string): Promise<unknown> {
  const response = await ask(config, method, path, type, body);
  const text = await response.text();
  if (response.ok) return parseAnswer(response.status, text);
  throw refusalOf(response.status, text);
}

function ask(config: CliConfig, method: string, path: string, type?: string, body?: string): Promise<Response> {
  const headers: Record<string, string> = {};
  if (config.key) headers.authorization = `Bearer ${config.key}`;
  if (type) headers['content-type'] = type;
  return fetch(config.baseUrl + path, { method, headers, body }).catch((cause: Error) => {
    throw new CallError(`no platform answers at ${config.baseUrl}`, { cause: cause.message });
  });
}

function refusalOf(status: number, text: string): CallError {
  const answer = parseAnswer(status, text);
  const problem = (answer ?? {}) as Partial<Problem>;
  const { code = '', detail = '' } = problem;
  return new CallError(`${status} ${code} ${detail}`.trim() + helpOf(status, problem), answer);
}

/** The lines that a download answers, as they come. Throws CallError for every answer above 299, and where it was broken off. */
export async function* downloadLines(config: CliConfig, { contract }: Command, input: Record<string, unknown>): AsyncGenerator<string> {
  const { path } = httpRequestOf(contract.http, input);
  const response = await ask(config, contract.http.method, path);
  if (!response.ok || !response.body) throw refusalOf(response.status, await response.text());
  let rest = '';
  const pieces = response.body.pipeThrough(new TextDecoderStream());
  try {
    for await (const piece of pieces) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) yield lines.join('\n');
    }
  } catch (cause) {
    throw new CallError('the platform broke the download off: what has come is not the whole', { cause: String(cause) });
  }
  if (rest !== '') yield rest;
}

/** What the refusal says about what to do now. */
function helpOf(status: number, { code, data = {}, correlation_id, is_retryable }: Partial<Problem>): string {
  if (status > 500 && is_retryable === false) return '; it may have been carried out: look before you try again';
  const { retry_after_seconds: seconds, scope, errors } = data;
  if (typeof seconds === 'number') return `; try again in ${seconds} s`;
  if (Array.isArray(errors)) return `: ${(errors as unknown as Fault[]).map(({ path, message }) => `${path}: ${message}`).join('; ')}`;
  if (code === 'PLATFORM_SCOPE_MISSING') return needOf(scope);
  if (status === 401) return '; which key was sent? --key, or the variables and files that smartcontent help names';
  return status >= 500 && correlation_id ? `; the logs have it under ${correlation_id}` : '';
}

function needOf(scope: unknown): string {
  if (scope === 'operator') return '; it needs the operator’s key, in SMARTCONTENT_OPERATOR_KEY or --key';
  return typeof scope === 'string' ? `; it needs the scope ${scope}` : '';
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

function parseAnswer(status: number, text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new CallError(`${status} what answers is no platform: ${text.slice(0, 80)}`, null);
  }
}
