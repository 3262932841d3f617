import { COMMANDS, type Command } from './commands.js';

const HEAD = `smartcontent <entity> <verb> [--field value …] [--url URL] [--key KEY]

Text values may be @file; other values are JSON. Answers are JSON on stdout, problems on stderr.
Where and who: --url and --key, or SMARTCONTENT_URL and SMARTCONTENT_KEY, or the demo key of the platform started here.

Commands:`;

export function helpText(): string {
  const lines = COMMANDS.map((command) => `  ${command.name.padEnd(30)} ${command.contract.summary}`);
  return [
    HEAD,
    ...lines,
    `  ${'events send FILE'.padEnd(30)} Take in events of a JSON or NDJSON file (- is stdin)`,
    '',
    operatorHelp(),
  ].join('\n');
}

/** What whoever runs the platform may do. */
export function operatorHelp(): string {
  const lines = OPERATOR_LINES.map(([command, what]) => `  ${command}\n      ${what}`);
  return [OPERATOR_HEAD, ...lines].join('\n');
}

const OPERATOR_HEAD = `For the operator, with SMARTCONTENT_OPERATOR_KEY or in the folder of a platform started here. Each can be run twice.
Answers are tables; --json gives JSON. The exit code is 1 where something was refused.
`;

const OPERATOR_LINES = [
  ['dead-letters list [--service S] [--cause C] [--subject S] [--company_id ID] [--limit N]', 'What services gave up, oldest first'],
  ['dead-letters show SERVICE:N', 'One letter with its history, headers and data'],
  ['dead-letters replay SERVICE:N …', 'Have events handled after all; a letter whose handler fails again stays'],
  [
    'dead-letters replay --all [filters as above] [--limit N]',
    'The same for all that fit, oldest first, 1000 at most; ends where a service or store is away',
  ],
  ['dead-letters drop SERVICE:N …', 'Throw letters away; their events stay unhandled'],
  ['events replay --service S --from TIME --to TIME [--subject S]', 'Publish a service’s events again, for a broker that lost them'],
  ['audit verify [--company ID] [--service S]', 'Find audit rows that were changed, removed or reordered; exit code 1 where there are any'],
  ['companies list [--limit N]', 'Every company with its tier and limits, oldest first'],
  ['companies show ID', 'One of them'],
  [
    'companies grant ID [--tier free|pro|enterprise] [--limits JSON]',
    'Its tier, or limits of its own a minute, such as {"ingest":12000}; {} takes them back',
  ],
  [
    'prices set MODEL --input USD --output USD [--cache_read USD] [--cache_write USD] [--reasoning USD] [--valid_from TIME]',
    'What a million tokens of a model cost whoever has no price of his own; a new version each time',
  ],
  ['prices list [--model M]', 'Every version of these prices, newest first'],
  ['erasures start COMPANY', 'Erase a company from every store; asked again, how far that is'],
  ['erasures list [--limit N]', 'Erasures of companies and people, newest first'],
  ['erasures show ID', 'What was erased and what is left, by service and place; exit code 1 until it is done'],
  ['audit ddl [--service S] [--limit N]', 'Who changed tables, when and how, newest first; --json has the statements'],
  ['rebuild PROJECTION [--service S]', 'Empty a projection and fill it from its streams again'],
  ['secrets rotate [--service S]', 'Wrap what is sealed with the first of the master keys that the services were given'],
] as const;

export function commandHelp(command: Command): string {
  const { method, path } = command.contract.http;
  const fields = Object.entries(command.fields).map(([name, field]) => {
    const needed = command.required.includes(name) ? '(needed)' : '';
    return `  --${name.padEnd(26)} ${[field.enum?.join(' | ') ?? field.type ?? 'JSON', needed, field.description].filter(Boolean).join(' ')}`;
  });
  return [`smartcontent ${command.name}`, `${command.contract.summary} (${method} ${path})`, ...fields].join('\n');
}
