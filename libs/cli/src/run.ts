import { CallError, callCommand, downloadLines, send } from './client.js';
import { findCommand, readInput, readInputFile, UsageError } from './commands.js';
import { readConfig } from './config.js';
import { commandHelp, helpText } from './help.js';
import { findOperatorCommand, runOperatorCommand } from './operator-commands.js';
import { escapeJson, printableJson } from './table.js';

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

const STDIN = 0;
/** Options without a value. */
const FLAGS: ReadonlySet<string> = new Set(['help', 'json', 'all']);

/** Runs one command line; returns the exit code: 0 done, 1 refused by the platform, 2 not understood. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    const { words, options } = split(args);
    const operators = findOperatorCommand(words);
    if (operators) return await runOperatorCommand(operators.name, operators.rest, options, output);
    await answer(words, options, output);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) return fail(output, error.message, 2);
    if (error instanceof CallError) return fail(output, error.message, 1);
    throw error;
  }
}

async function answer(words: readonly string[], options: Readonly<Record<string, string>>, output: Output): Promise<void> {
  if (words.length === 0 || words[0] === 'help') return output.out(helpText());
  const { url, key, help, ...fields } = options;
  const config = readConfig({ url, key });
  if (words[0] === 'events' && words[1] === 'send') return output.out(printableJson(await sendEvents(config, words[2])));
  const command = findCommand(words);
  if (help !== undefined) return output.out(commandHelp(command));
  const input = readInput(command, fields);
  if (command.contract.http.kind !== 'download') return output.out(printableJson(await callCommand(config, command, input)));
  for await (const lines of downloadLines(config, command, input)) output.out(escapeJson(lines));
}

function sendEvents(config: ReturnType<typeof readConfig>, file: string | undefined): Promise<unknown> {
  if (!file) throw new UsageError('events send needs a file');
  const body = readInputFile(file === '-' ? STDIN : file);
  const isJson = body.trimStart().startsWith('[');
  return send(config, 'POST', '/v1/events', isJson ? 'application/json' : 'application/x-ndjson', body);
}

function split(args: readonly string[]): { words: string[]; options: Record<string, string> } {
  const words: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === '--') continue;
    if (!arg.startsWith('--')) {
      words.push(arg);
      continue;
    }
    const [name, inline] = arg.slice(2).split(/=(.*)/s) as [string, string | undefined];
    if (FLAGS.has(name) && inline !== undefined) throw new UsageError(`--${name} takes no value`);
    const value = FLAGS.has(name) ? '' : (inline ?? args[++index]);
    // A text that begins like an option is given as --name=text.
    if (value === undefined || (inline === undefined && value.startsWith('--'))) throw new UsageError(`--${name} needs a value`);
    options[name] = value;
  }
  return { words, options };
}

function fail(output: Output, message: string, code: number): number {
  output.err(`smartcontent: ${message}`);
  return code;
}
