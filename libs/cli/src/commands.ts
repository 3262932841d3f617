import { readFileSync } from 'node:fs';
import { type HttpFace, REQUESTS, type RequestContract } from '@smartcontent/contracts';
import { z } from 'zod';

export interface Command {
  /** `<entity> <verb>`, from the contract's subject: `content create`, `version approve`. */
  readonly name: string;
  readonly contract: RequestContract & { readonly http: HttpFace };
  readonly fields: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
}

interface Field {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Field[];
}

/** The user typed something that is no command, no option or no value of its option. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const ANSWERED: ReadonlySet<HttpFace['kind']> = new Set(['json', 'download'] as const);

/** Every route of the platform that answers JSON, or lines of it, as a command; the operator's are in operator-commands.ts. */
export const COMMANDS: readonly Command[] = REQUESTS.flatMap((contract) => {
  if (contract.http === null || !ANSWERED.has(contract.http.kind) || contract.http.audience === 'operator') return [];
  const [, , entity, verb] = contract.subject.split('.');
  const schema = z.toJSONSchema(contract.input, { io: 'input' }) as { properties?: Record<string, Field>; required?: string[] };
  return [
    {
      name: `${entity} ${verb}`,
      contract: contract as Command['contract'],
      fields: fieldsOf(schema.properties ?? {}, contract.http.kind),
      required: schema.required ?? [],
    },
  ];
});

/** A download asks for its own pages. */
function fieldsOf({ cursor, ...fields }: Command['fields'], kind: HttpFace['kind']): Command['fields'] {
  return kind === 'download' || cursor === undefined ? fields : { ...fields, cursor };
}

export function findCommand(words: readonly string[]): Command {
  const name = words.join(' ');
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) throw new UsageError(`there is no command "${name}"; smartcontent help lists them`);
  return command;
}

/** `--title Hello --metadata '{"a":1}' --content_text @post.md` as the contract's input. Values that are not text are JSON. */
export function readInput(command: Command, options: Readonly<Record<string, string>>): Record<string, unknown> {
  for (const name of command.required) {
    if (options[name] === undefined) throw new UsageError(`${command.name} needs --${name}`);
  }
  return Object.fromEntries(
    Object.entries(options).map(([name, text]) => {
      const field = command.fields[name];
      if (!field) throw new UsageError(`${command.name} has no option --${name}`);
      return [name, readValue(name, field, text)];
    }),
  );
}

/** @param file a path, or 0 for stdin */
export function readInputFile(file: string | 0): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file || 'stdin'}: ${(error as Error).message}`);
  }
}

function readValue(name: string, field: Field, text: string): unknown {
  if (isText(field)) return text.startsWith('@') ? readInputFile(text.slice(1)) : text;
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--${name} must be JSON`);
  }
}

function isText(field: Field): boolean {
  return field.type === 'string' || field.enum !== undefined || (field.anyOf?.some(isText) ?? false);
}
