import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { storable } from '@smartcontent/contracts';
import { WriteFailure } from '../writer.js';
import { FairSlots } from './fair-slots.js';

/** A schema, or an output, whose check takes longer is refused: a pattern can be made to take for ever. */
const PATIENCE_MS = 2_000;
const HEAP_MB = 64;
const MAX_ERRORS = 20;
const TOO_SLOW = 'the schema takes too long to check with';
/** Threads at once, each with a heap and a core of its own; the others wait, by company. Who only asks does not hold up what is paid for already. */
const THREADS = { forSchemas: new FairSlots(2), forOutputs: new FairSlots(2) };

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
  static async schemaFault(companyId: string, schema: object, signal?: AbortSignal): Promise<string | null> {
    return (await THREADS.forSchemas.use(companyId, () => check(schema), signal)).fault;
  }

  /**
   * What does not fit, in a few words each; nothing where the output fits. An output that is no JSON never does.
   * @throws WriteFailure `output_unchecked` where the check came to no end: it would not at another try either
   */
  async errors(companyId: string, schema: object, output: string): Promise<string[]> {
    const { fault, errors } = await THREADS.forOutputs.use(companyId, () => check(schema, output));
    if (fault !== null) throw new WriteFailure('output_unchecked', fault, { isRetryable: false });
    return errors.slice(0, MAX_ERRORS).map(storable);
  }
}

async function check(schema: object, output?: string): Promise<Verdict> {
  const { promise, resolve } = Promise.withResolvers<Verdict>();
  const worker = new Worker(CHECKER, { workerData: { schema, output }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, execArgv: [] });
  const failed = (fault: string) => resolve({ fault, errors: [] });
  let timer: NodeJS.Timeout | undefined;
  // The first word of the thread is that it begins: how long a busy machine took to start it says nothing about the schema.
  worker.once('message', () => {
    worker.once('message', resolve);
    timer = setTimeout(() => failed(TOO_SLOW), PATIENCE_MS);
  });
  worker.once('error', (error) => failed(String(error.message)));
  worker.once('exit', () => failed('the check ended early'));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
