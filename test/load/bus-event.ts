import { defineEvent } from '@smartcontent/contracts';
import { z } from 'zod';

/** As large as most of the platform's events; its number tells whose times belong together. */
export const BenchWritten = defineEvent({
  subject: 'evt.scheduling.bench.written.v1',
  summary: 'A row of the benchmark was written',
  aggregate: 'bench',
  data: z.object({ number: z.int(), text: z.string() }),
  consumers: ['content'],
  example: { number: 1, text: 'hello' },
});

/** Brings a message to about the size of the platform's own events. */
export const EVENT_TEXT = 'write the draft early, let one reader approve it, publish it when they are awake';
