import { defineEvent, defineRequest } from '@smartcontent/contracts';
import { z } from 'zod';

const noteId = '0192f0c1-7a00-7000-8000-000000000004';

/** Written by both releases, on the way to another one. The gateway's part is played by the test. */
export const WriteNote = defineRequest({
  subject: 'rpc.content.note.write.v1',
  summary: 'Write the next text of a note',
  input: z.strictObject({ note_id: z.uuid(), text: z.string() }),
  output: z.object({ version: z.number().int() }),
  callers: ['gateway'],
  example: { input: { note_id: noteId, text: 'hello' }, output: { version: 1 } },
});

/** The new release alone answers it: nobody may call it before all of the old are gone. */
export const TagNote = defineRequest({
  subject: 'rpc.content.note.tag.v1',
  summary: 'Tag a note',
  input: z.strictObject({ note_id: z.uuid(), tag: z.string(), as: z.enum(['tagged', 'written.v2']) }),
  output: z.object({ version: z.number().int() }),
  callers: ['gateway'],
  example: { input: { note_id: noteId, tag: 'news', as: 'tagged' }, output: { version: 2 } },
});

const written = {
  subject: 'evt.content.note.written.v1',
  summary: 'A note was written',
  aggregate: 'note',
  consumers: ['scheduling'],
  example: { text: 'hello' },
} as const;
export const NoteWritten = defineEvent({ ...written, data: z.object({ text: z.string() }) });
/** The same message one release later: it gained a field. */
export const NoteWrittenWithLanguage = defineEvent({
  ...written,
  data: z.object({ text: z.string(), language: z.string().optional() }),
});

/** A type of event that the old release has never heard of. */
export const NoteTagged = defineEvent({
  subject: 'evt.content.note.tagged.v1',
  summary: 'A note was tagged',
  aggregate: 'note',
  data: z.object({ tag: z.string() }),
  consumers: ['scheduling'],
  example: { tag: 'news' },
});

/** A major version that the old release does not know. */
export const NoteWritten2 = defineEvent({
  subject: 'evt.content.note.written.v2',
  summary: 'A note was written, in paragraphs',
  aggregate: 'note',
  data: z.object({ paragraphs: z.array(z.string()) }),
  consumers: ['scheduling'],
  example: { paragraphs: ['hello'] },
});
