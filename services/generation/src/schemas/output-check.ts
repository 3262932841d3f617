import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { storable } from '@smartcontent/contracts';

/** A schema, or an output, whose check takes longer is refused: a pattern can be made to take for ever. */
const PATIENCE_MS = 2_000;
const HEAP_MB = 64;
const MAX_ERRORS = 20;
const TOO_SLOW = 'the schema takes too long to check with';

const CHECKER = new URL(import.meta.url.endsWith('.ts') ? './json-schema-worker.ts' : './json-schema-worker.js', import.meta.url);

/** What the thread answers: a fault of the schema itself, or what does not fit. */
interface Verdict {
  readonly fault: string | null;
  readonly errors: readonly string[];
}

/** Checks outputs against JSON Schemas that anybody wrote, in a thread of its own that can be ended in the middle. */
@Injectable()
export class OutputCheck {
  /** Why no output can be checked with the schema; null where one can. */
  static async schemaFault(schema: object): Promise<string | null> {
    return (await check(schema, undefined)).fault;
  }

  /** What does not fit, in a few words each; nothing where the output fits. An output that is no JSON never does. */
  async errors(schema: object, output: string): Promise<string[]> {
    let value: unknown;
    try {
      value = JSON.parse(output);
    } catch {
      return ['the output is not JSON'];
    }
    const { fault, errors } = await check(schema, { value });
    return fault === null ? errors.slice(0, MAX_ERRORS).map(storable) : [fault];
  }
}

async function check(schema: object, output: { readonly value: unknown } | undefined): Promise<Verdict> {
  const { promise, resolve } = Promise.withResolvers<Verdict>();
  const worker = new Worker(CHECKER, { workerData: { schema, output }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, execArgv: [] });
  const failed = (fault: string) => resolve({ fault, errors: [] });
  worker.once('message', resolve);
  worker.once('error', (error) => failed(String(error.message)));
  worker.once('exit', () => failed('the check ended early'));
  const timer = setTimeout(() => failed(TOO_SLOW), PATIENCE_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
