import { readFileSync } from 'node:fs';
import { answerText } from './answers.js';
import { askFor, CallError, linesFor } from './client.js';
import { type Command, findCommand, readInput, readInputFile } from './commands.js';
import { completion } from './completion.js';
import { OWN_ENV, readConfig } from './config.js';
import { FRIENDLY, type Friendly } from './friendly.js';
import { commandHelp, friendlyHelp, helpText, operationLines, operatorHelp } from './help.js';
import { type Line, type Output, refuseOptions, split } from './line.js';
import { isOperators } from './operator-names.js';
import { escapeJson, printableJson } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

const STDIN = 0;

/** Runs one command line; returns the exit code: 0 done, 1 refused by the platform, 2 not understood. */
export async function run(args: readonly string[], output: Output, env: NodeJS.ProcessEnv = OWN_ENV): Promise<number> {
  try {
    if (args.length === 1 && args[0] === '--version') return version(output);
    const { words, options } = split(args);
    if (words.length === 0 || words[0] === 'help') return help(words.slice(1), output);
    if (words[0] === 'completion') return say(completion(words.slice(1)), options, output);
    const config = () => readConfig(options, env);
    const readStdin = output.readStdin ?? (() => readInputFile(STDIN));
    const line: Line = { words, options, output, env, terminal: output.terminal ?? null, readStdin, config };
    return await dispatch(line);
  } catch (error) {
    if (error instanceof UsageError) return fail(output, error.message, 2);
    if (error instanceof CallError) return fail(output, error.message, 1);
    return fail(output, error instanceof Error ? error.message : String(error), 1);
  }
}

async function dispatch(line: Line): Promise<number> {
  const { words, options, output, env } = line;
  const isHelp = options.help !== undefined;
  if (isOperators(words)) {
    // With the contracts, which take longer to load than all the rest.
    const { runOperatorCommand } = await import('./operator-commands.js');
    return isHelp ? help(words, output) : say(await runOperatorCommand(words, options, env), options, output);
  }
  const command = findCommand(words);
  if (isHelp) return help(words, output);
  if (command) return operate(command, line);
  const friendly = friendlyOf(words);
  if (!friendly) throw unknown(words);
  refuseOptions(friendly.name, friendly.options, options);
  const rest = words.slice(friendly.name.split(' ').length);
  return say(await friendly.run({ ...line, words: rest }), options, output);
}

/** One operation of the platform. */
async function operate(command: Command, { options, output, config }: Line): Promise<number> {
  const { url: _url, key: _key, json: _json, ...fields } = options;
  const input = readInput(command, fields);
  if (command.operation.kind === 'download') {
    for await (const text of linesFor(config(), command.id, input)) output.out(escapeJson(text));
    return 0;
  }
  const body = await askFor(config(), command.id, input);
  return say({ text: answerText(body), json: body, code: 0 }, options, output);
}

function say({ text, json, code, complaints = [] }: Told, options: Line['options'], output: Output): number {
  output.out(options.json === undefined ? text : printableJson(json));
  for (const complaint of complaints) output.err(`smartcontent: ${complaint}`);
  return code;
}

function version(output: Output): number {
  const { version: text } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  output.out(text);
  return 0;
}

function help(words: readonly string[], output: Output): number {
  output.out(helpOf(words));
  return 0;
}

function helpOf(words: readonly string[]): string {
  if (words.length === 0) return helpText();
  const command = findCommand(words);
  if (command) return commandHelp(command);
  if (isOperators(words)) return operatorHelp();
  const friendly = friendlyOf(words);
  if (friendly) return friendlyHelp(friendly);
  const lines = words.length === 1 ? operationLines(words[0]) : [];
  if (lines.length === 0) throw unknown(words);
  return lines.join('\n');
}

function friendlyOf(words: readonly string[]): Friendly | undefined {
  return FRIENDLY.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
}

function unknown(words: readonly string[]): UsageError {
  const [entity = ''] = words;
  const isEntity = operationLines(entity).length > 0;
  return new UsageError(`there is no command "${words.join(' ')}"; smartcontent help${isEntity ? ` ${entity}` : ''} lists them`);
}

function fail(output: Output, message: string, code: number): number {
  output.err(`smartcontent: ${message}`);
  return code;
}
