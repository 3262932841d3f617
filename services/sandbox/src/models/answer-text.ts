import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Ending, Frames } from './frames.js';
import type { ModelCall } from './model-boxes.js';
import type { ModelFault } from './model-faults.js';
import { type PlayedPrompt, playText, tokensOf } from './play-text.js';

export interface TextCall {
  readonly frames: Frames;
  readonly prompt: PlayedPrompt;
  readonly mostTokens: number;
  readonly isStream: boolean;
  readonly fault: ModelFault | undefined;
  /** What is answered whatever is asked. */
  readonly answer: string | null;
  /** Told what came of it. */
  readonly call: ModelCall;
}

const PIECES = 8;
const BYTES_A_TOKEN = 4;

/** Answers a call for a text, with whatever is to go wrong. */
export async function answerText(asked: TextCall, reply: FastifyReply): Promise<unknown> {
  const { frames, prompt, fault, call, isStream } = asked;
  if (fault?.kind === 'slow') await delay(fault.delay_ms, undefined, { ref: false });
  if (fault?.kind === 'no-schema' && prompt.schema) {
    call.status = 400;
    return reply.code(400).send(frames.refusal('invalid_request_error', 'response_format json_schema is not known here'));
  }
  if (fault?.kind === 'wrong-shape' && !isStream) return { what: 'is this' };
  const { text, ending } = endOf(asked);
  call.input_tokens = ending.input;
  call.output_tokens = ending.output;
  if (!isStream) return frames.whole(text, ending);
  await stream(asked, text, ending, reply);
  return undefined;
}

function endOf({ prompt, fault, mostTokens, answer }: TextCall): { text: string; ending: Ending } {
  const told = fault?.kind === 'wrong-answer' ? 'I would rather tell you of the weather.' : (answer ?? playText(prompt));
  const whole = fault?.kind === 'empty' || fault?.kind === 'filtered' ? '' : told;
  const text =
    tokensOf(whole) > mostTokens
      ? Buffer.from(whole)
          .subarray(0, mostTokens * BYTES_A_TOKEN)
          .toString()
          .replace(/\uFFFD$/, '')
      : whole;
  const cut = text.length < whole.length ? 'length' : 'stop';
  const schema = prompt.schema ? JSON.stringify(prompt.schema) : '';
  return {
    text,
    ending: {
      reason: fault?.kind === 'filtered' ? 'filtered' : cut,
      input: tokensOf(prompt.system + prompt.prompt + schema),
      output: tokensOf(text),
      tellsUsage: fault?.kind !== 'no-usage',
    },
  };
}

async function stream({ frames, fault, call }: TextCall, text: string, ending: Ending, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.on('error', () => undefined);
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const frame of frames.begin(ending.input)) raw.write(frame);
  const size = Math.max(1, Math.ceil(text.length / PIECES));
  const until = fault?.kind === 'cut' ? fault.share : fault && BREAKING.has(fault.kind) ? 0.5 : 1;
  for (let from = 0; from < text.length * until; from += size) {
    if (fault?.kind === 'drip') await delay(fault.delay_ms, undefined, { ref: false });
    if (raw.destroyed) return void Object.assign(call, { status: 0, output_tokens: tokensOf(text.slice(0, from)) });
    raw.write(frames.piece(text.slice(from, Math.min(from + size, text.length * until))));
  }
  if (fault?.kind === 'cut' && !fault.is_clean) return void flushThenCut(raw);
  if (fault?.kind === 'wrong-shape') raw.write(`data: ${JSON.stringify({ what: 'is this' })}\n\n`);
  if (fault?.kind === 'broken-json') raw.write('data: {"broken":\n\n');
  if (fault?.kind === 'error-in-stream') raw.write(frames.error(fault.type, 'told to fail'));
  if (!fault || !(BREAKING.has(fault.kind) || fault.kind === 'cut')) for (const frame of frames.end(ending)) raw.write(frame);
  raw.end();
}

const BREAKING: ReadonlySet<ModelFault['kind']> = new Set(['wrong-shape', 'broken-json', 'error-in-stream']);

/** What was written is to arrive before the connection is gone. */
function flushThenCut(raw: FastifyReply['raw']): void {
  raw.write(': cut\n\n', () => raw.destroy());
}
