import { readFileSync, readSync } from 'node:fs';
import { OPERATIONS, type Operation, type OperationId } from '@smartcontent/sdk';
import { DESCRIBED, type Field } from '@smartcontent/sdk/fields';
import { UsageError } from './usage-error.js';

export interface Command {
  /** `<entity> <verb>`, as the client calls it: `content create`, `api-key add`. */
  readonly name: string;
  readonly id: OperationId;
  readonly operation: Operation;
  readonly summary: string;
  readonly fields: Readonly<Record<string, Field>>;
}

const POLL_MS = 10;
const ANSWERED: ReadonlySet<Operation['kind']> = new Set(['json', 'list', 'download'] as const);

/** Every operation of the platform that answers JSON, or lines of it, as a command; the operator's are in operator-commands.ts. */
export const COMMANDS: readonly Command[] = (Object.entries(OPERATIONS) as [OperationId, Operation][])
  .filter(([, { kind, name }]) => ANSWERED.has(kind) && !name.startsWith('operator.'))
  .map(([id, operation]) => {
    const { summary = '', fields = {} } = DESCRIBED[id] ?? {};
    return { name: wordsOf(operation.name), id, operation, summary, fields: fieldsOf(fields, operation.kind) };
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** `apiKey.add` as it is typed: `api-key add`. */
function wordsOf(name: string): string {
  return name.replaceAll('.', ' ').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A download asks for its own pages. */
function fieldsOf({ cursor, ...fields }: Command['fields'], kind: Operation['kind']): Command['fields'] {
  return kind === 'download' || cursor === undefined ? fields : { ...fields, cursor };
}

export function findCommand(words: readonly string[]): Command | undefined {
  const name = words.join(' ');
  return COMMANDS.find((candidate) => candidate.name === name);
}

/** `--title Hello --metadata '{"a":1}' --content_text @post.md` as the operation's input. Values that are not text are JSON. */
export function readInput({ name: command, fields }: Command, options: Readonly<Record<string, string>>): Record<string, unknown> {
  for (const [name, { isNeeded }] of Object.entries(fields)) {
    if (isNeeded && options[name] === undefined) throw new UsageError(`${command} needs --${name}`);
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, text]) => {
      const field = fields[name];
      if (!field) throw new UsageError(`${command} has no option --${name}; smartcontent help ${command}`);
      return [name, readValue(name, field, text)];
    }),
  );
}

/** @param file a path, or 0 for stdin */
export function readInputFile(file: string | 0): string {
  try {
    return file === 0 ? readStdin() : readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file || 'stdin'}: ${(error as Error).message}`);
  }
}

/** Whoever started this may have made its pipe one that does not wait, as pnpm does: then nothing being there yet is no end. */
function readStdin(): string {
  const pieces: Buffer[] = [];
  const piece = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      const length = readSync(0, piece);
      if (length === 0) return Buffer.concat(pieces).toString('utf8');
      pieces.push(Buffer.from(piece.subarray(0, length)));
    } catch (error) {
      if ((error as { code?: string }).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
    }
  }
}

function readValue(name: string, { isText }: Field, text: string): unknown {
  if (isText) return text.startsWith('@') ? readInputFile(text.slice(1)) : text;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${name} must be JSON`);
  }
}
