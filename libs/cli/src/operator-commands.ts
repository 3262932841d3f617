import { verifyAudit } from './audit.js';
import { UsageError } from './commands.js';
import { grantLimits, listCompanies, showCompany } from './companies.js';
import { readOperatorConfig } from './config.js';
import { listDdlLog } from './ddl-log.js';
import { dropLetters, FILTERS, listLetters, replayLetters, showLetter, type Told } from './dead-letters.js';
import { listErasures, showErasure, startErasure } from './erasures.js';
import { operatorHelp } from './help.js';
import { OperatorCalls } from './operator-call.js';
import { listPrices, PRICES, setPrice } from './prices.js';
import { rebuildProjection, replayEvents } from './recovery.js';
import type { Output } from './run.js';
import { rotateSecrets } from './secrets.js';
import { printableJson } from './table.js';

type Options = Readonly<Record<string, string>>;

interface OperatorCommand {
  /** Beside --url, --key, --json and --help. */
  readonly options: readonly string[];
  run(calls: OperatorCalls, words: readonly string[], options: Options): Promise<Told>;
}

const EVERYWHERE = new Set(['url', 'key', 'json', 'help']);

const COMMANDS: Readonly<Record<string, OperatorCommand>> = {
  'dead-letters list': { options: FILTERS, run: (calls, words, options) => listLetters(calls, refuseWords(words, options)) },
  'dead-letters show': { options: [], run: showLetter },
  'dead-letters replay': { options: ['all', ...FILTERS], run: replayLetters },
  'dead-letters drop': { options: [], run: dropLetters },
  'events replay': {
    options: ['service', 'from', 'to', 'subject'],
    run: (calls, words, options) => replayEvents(calls, refuseWords(words, options)),
  },
  rebuild: { options: ['service'], run: rebuildProjection },
  'secrets rotate': { options: ['service'], run: (calls, words, options) => rotateSecrets(calls, refuseWords(words, options)) },
  'companies list': { options: ['limit'], run: (calls, words, options) => listCompanies(calls, refuseWords(words, options)) },
  'companies show': { options: [], run: showCompany },
  'companies grant': { options: ['tier', 'limits'], run: grantLimits },
  'prices set': { options: [...PRICES, 'valid_from'], run: setPrice },
  'prices list': { options: ['model'], run: (calls, words, options) => listPrices(calls, refuseWords(words, options)) },
  'erasures start': { options: [], run: startErasure },
  'erasures list': { options: ['limit'], run: (calls, words, options) => listErasures(calls, refuseWords(words, options)) },
  'erasures show': { options: [], run: showErasure },
  'audit ddl': { options: ['service', 'limit'], run: (calls, words, options) => listDdlLog(calls, refuseWords(words, options)) },
  'audit verify': {
    options: ['service', 'company'],
    run: (calls, words, options) => verifyAudit(calls, refuseWords(words, options)),
  },
};

/** The operator's command that these words begin with, and the words that are left; undefined where they begin with none. */
export function findOperatorCommand(words: readonly string[]): { name: string; rest: readonly string[] } | undefined {
  const name = Object.keys(COMMANDS).find((known) => known.split(' ').every((word, index) => words[index] === word));
  if (name) return { name, rest: words.slice(name.split(' ').length) };
  return words[0] === 'dead-letters' ? { name: '', rest: words.slice(1) } : undefined;
}

/** Runs one of the operator's commands; returns the exit code. */
export async function runOperatorCommand(name: string, rest: readonly string[], options: Options, output: Output): Promise<number> {
  if (options.help !== undefined) {
    output.out(operatorHelp());
    return 0;
  }
  const command = COMMANDS[name];
  if (!command) throw new UsageError(`there is no command "dead-letters ${rest.join(' ')}": list, show, replay or drop`);
  for (const option of Object.keys(options)) {
    if (!EVERYWHERE.has(option) && !command.options.includes(option)) throw new UsageError(`${name} has no option --${option}`);
  }
  const { text, json, code, complaints = [] } = await command.run(new OperatorCalls(readOperatorConfig(options)), rest, options);
  output.out(options.json === undefined ? text : printableJson(json));
  for (const complaint of complaints) output.err(`smartcontent: ${complaint}`);
  return code;
}

function refuseWords(words: readonly string[], options: Options): Options {
  if (words.length > 0) throw new UsageError(`what is "${words.join(' ')}"? Options begin with --`);
  return options;
}
