import { COMMANDS, type Command } from './commands.js';

const HEAD = `smartcontent <entity> <verb> [--field value …] [--url URL] [--key KEY]

Text values may be @file; other values are JSON. Answers are JSON on stdout, problems on stderr.
Where and who: --url and --key, or SMARTCONTENT_URL and SMARTCONTENT_KEY, or the demo key of the platform started here.

Commands:`;

export function helpText(): string {
  const lines = COMMANDS.map((command) => `  ${command.name.padEnd(30)} ${command.contract.summary}`);
  return [HEAD, ...lines, `  ${'events send FILE'.padEnd(30)} Take in events of a JSON or NDJSON file (- is stdin)`].join('\n');
}

export function commandHelp(command: Command): string {
  const { method, path } = command.contract.http;
  const fields = Object.entries(command.fields).map(([name, field]) => {
    const needed = command.required.includes(name) ? '(needed)' : '';
    return `  --${name.padEnd(26)} ${[field.enum?.join(' | ') ?? field.type ?? 'JSON', needed, field.description].filter(Boolean).join(' ')}`;
  });
  return [`smartcontent ${command.name}`, `${command.contract.summary} (${method} ${path})`, ...fields].join('\n');
}
