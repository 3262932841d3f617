import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { ModelCall } from './model-boxes.js';
import type { ModelFault } from './model-faults.js';
import { tokensOf } from './play-text.js';
import { playVector } from './play-vector.js';

export interface VectorCall {
  readonly texts: readonly string[];
  readonly dimensions: number;
  readonly model: string;
  readonly fault: ModelFault | undefined;
  readonly call: ModelCall;
}

/** Answers a call for vectors, with whatever is to go wrong. */
export async function answerVectors({ texts, dimensions, model, fault, call }: VectorCall, reply: FastifyReply): Promise<unknown> {
  if (fault?.kind === 'slow') await delay(fault.delay_ms, undefined, { ref: false });
  if (fault?.kind === 'cut') return cutOff(reply);
  if (fault?.kind === 'wrong-shape') return { what: 'is this' };
  call.input_tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0);
  const length = fault?.kind === 'dimensions' ? fault.dimensions : dimensions;
  const shown = fault?.kind === 'too-few' ? texts.slice(1) : texts;
  const data = shown.map((text, index) => ({ object: 'embedding', index, embedding: spoilt(playVector(text, length), fault) }));
  const usage = fault?.kind === 'no-usage' ? undefined : { prompt_tokens: call.input_tokens, total_tokens: call.input_tokens };
  const body = JSON.stringify({ object: 'list', data: fault?.kind === 'empty' ? [] : data, model, usage });
  // NaN is no JSON, and yet there are servers that write it.
  const sent = fault?.kind === 'nan' ? body.replace('"embedding":[', '"embedding":[NaN,') : body;
  return reply.type('application/json').send(fault?.kind === 'broken-json' ? sent.slice(0, sent.length / 2) : sent);
}

function spoilt(vector: (number | null)[], fault: ModelFault | undefined): (number | null)[] {
  if (fault?.kind === 'zeros') return vector.fill(0);
  if (fault?.kind === 'null') vector[0] = null;
  return vector;
}

/** Promises more than it sends. */
function cutOff(reply: FastifyReply): undefined {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' });
  reply.raw.write('{"object":"list","data":[', () => reply.raw.destroy());
  return undefined;
}
