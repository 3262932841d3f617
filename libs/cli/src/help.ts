import { COMMANDS, type Command } from './commands.js';
import { FRIENDLY, type Friendly } from './friendly.js';
import { OPERATOR_NAMES } from './operator-names.js';

const HEAD = `smartcontent <command> [--option value …] [--json] [--url URL] [--key KEY]

Tables for people; --json gives JSON. Problems go to stderr. Exit codes: 0 done, 1 refused by the platform, 2 not understood.
Where and who: --url and --key, or SMARTCONTENT_URL and SMARTCONTENT_KEY, or your log-in, or the demo key of the platform started here.`;

const OPERATIONS_HEAD = `Every operation of the platform, as <entity> <verb>. Text values may be @file; other values are JSON. smartcontent help content create`;

const OPERATOR_HEAD = `For the operator, with SMARTCONTENT_OPERATOR_KEY or in the folder of a platform started here. Each can be run twice.`;

/** The operations of one entity, or of all. */
export function operationLines(entity?: string): string[] {
  const wanted = COMMANDS.filter(({ name }) => entity === undefined || name.startsWith(`${entity} `));
  return wanted.map(({ name, summary }) => `  ${name.padEnd(30)} ${summary}`);
}

/** All commands. */
export function helpText(): string {
  const friendly = [...FRIENDLY, COMPLETION].map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return [HEAD, '', ...friendly, '', OPERATIONS_HEAD, '', ...operationLines(), '', operatorHelp()].join('\n');
}

const COMPLETION = {
  usage: 'completion bash|zsh|fish',
  summary: 'A script that completes commands and options: source <(smartcontent completion bash)',
};

/** What whoever runs the platform may do. */
export function operatorHelp(): string {
  const lines = Object.values(OPERATOR_NAMES).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return [OPERATOR_HEAD, '', ...lines].join('\n');
}

/** One operation with its fields. */
export function commandHelp({ name, summary, operation: { method, path }, fields }: Command): string {
  const lines = Object.entries(fields).map(([field, { isNeeded, values, isText, type, description }]) => {
    const kind = values?.join(' | ') ?? (isText ? 'text' : (type ?? 'JSON'));
    return `  --${field.padEnd(26)} ${[kind, isNeeded ? '(needed)' : '', description].filter(Boolean).join(' ')}`;
  });
  return [`smartcontent ${name}`, `${summary} (${method} ${path})`, ...lines].join('\n');
}

/** One of the commands for people. */
export function friendlyHelp({ usage, summary }: Friendly): string {
  return [`smartcontent ${usage}`, summary, ...operationLines(usage.split(' ')[0])].join('\n');
}
