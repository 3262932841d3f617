import type { CliConfig } from './config.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

export type Options = Readonly<Record<string, string>>;

/** Where a command says what it has to say. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Text as it comes, without an end of line. */
  write?(text: string): void;
  readonly terminal?: Terminal | null;
  readonly readStdin?: () => string;
}

/** One command line, taken apart. */
export interface Line {
  /** Without the name of the command. */
  readonly words: readonly string[];
  readonly options: Options;
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal | null;
  readonly readStdin: () => string;
  /** Where the platform is and as whom to ask it. */
  config(): CliConfig;
}

/** Options without a value. */
const FLAGS: ReadonlySet<string> = new Set(['help', 'json', 'all', 'follow', 'with-key']);

/** Of every command. */
export const EVERYWHERE: readonly string[] = ['url', 'key', 'json', 'help'];

/** @throws UsageError where one of the options is neither known to this command nor to all */
export function refuseOptions(name: string, known: readonly string[], options: Options): void {
  for (const option of Object.keys(options)) {
    if (!EVERYWHERE.includes(option) && !known.includes(option)) throw new UsageError(`${name} has no option --${option}`);
  }
}

/** Words and options of a command line; `--` is left out, since package managers put one in. */
export function split(args: readonly string[]): { words: string[]; options: Record<string, string> } {
  const words: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === '--') continue;
    if (arg === '-h') {
      options.help = '';
      continue;
    }
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
