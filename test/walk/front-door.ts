import { randomInt } from 'node:crypto';
import { type CallOf, type HttpFace, httpRequestOf, type OutputOf, type RequestContract } from '@smartcontent/contracts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Of a refusal. */
  readonly code: string | null;
}

/** How long a stream is listened to: what it has to say at once, it says at once. */
const LISTEN_MS = 150;
const PATIENCE_MS = 15_000;

/** The platform as the outside sees it. It must believe X-Forwarded-For from here: each request comes from another address, so that no budget is spent. */
export class FrontDoor {
  constructor(readonly url: string) {}

  /** One request as a client sends it. */
  async send(face: HttpFace, input: unknown, bearer: string | null, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { path, body = null } = requestOf(face, input);
    const signal = AbortSignal.timeout(face.kind === 'stream' ? LISTEN_MS : PATIENCE_MS);
    const response = await fetch(this.url + path, {
      method: face.method,
      headers: {
        'x-forwarded-for': Array.from({ length: 4 }, () => randomInt(1, 255)).join('.'),
        ...(body !== null && { 'content-type': 'application/json' }),
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      body,
      signal,
    });
    const text = face.kind === 'stream' ? await heard(response) : await response.text();
    return { status: response.status, text, code: response.ok ? null : (response.headers.get('x-error-code') ?? codeIn(text)) };
  }

  /** @throws Error where it is refused */
  async call<C extends RequestContract>(contract: C, input: CallOf<C>, bearer: string | null = null): Promise<OutputOf<C>> {
    const face = contract.http as HttpFace;
    const { status, text } = await this.send(face, input, bearer);
    if (status !== face.status) throw new Error(`${face.method} ${face.path}: ${status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as OutputOf<C>;
  }
}

function requestOf(face: HttpFace, input: unknown): { path: string; body?: string | undefined } {
  if (face.kind === 'ingest') return { path: face.path, body: JSON.stringify(input) };
  return httpRequestOf(face, (input ?? {}) as Record<string, unknown>);
}

async function heard(response: Response): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  } catch {
    // It stays open until the time to listen is over.
  }
  return text;
}

function codeIn(text: string): string | null {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code ?? '') || null;
  } catch {
    return null;
  }
}
