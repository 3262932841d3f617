import { type HttpFace, httpRequestOf } from '@smartcontent/contracts';
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
  const headers: Record<string, string> = {};
  if (config.key) headers.authorization = `Bearer ${config.key}`;
  if (type) headers['content-type'] = type;
  const response = await fetch(config.baseUrl + path, { method, headers, body }).catch((cause: Error) => {
    throw new CallError(`no platform answers at ${config.baseUrl}`, { cause: cause.message });
  });
  const text = await response.text();
  const answer = parseAnswer(response.status, text);
  if (response.ok) return answer;
  const { code, detail } = (answer ?? {}) as { code?: string; detail?: string };
  throw new CallError(`${response.status} ${code ?? ''} ${detail ?? ''}`.trim(), answer);
}

function parseAnswer(status: number, text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new CallError(`${status} what answers is no platform: ${text.slice(0, 80)}`, null);
  }
}
