import { COMMANDS } from './commands.js';
import { FRIENDLY } from './friendly.js';
import { EVERYWHERE } from './line.js';
import { OPERATOR_NAMES } from './operator-names.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

/** A command, the options that it takes, and the values of those that take only some. */
interface Completed {
  readonly name: string;
  readonly options: readonly string[];
  readonly values: Readonly<Record<string, readonly string[]>>;
}

const SHELLS: Readonly<Record<string, () => string>> = { bash, zsh, fish };

/** `completion bash|zsh|fish`: a script for that shell, which asks nobody while somebody types. */
export function completion([shell = '', ...rest]: readonly string[]): Told {
  const script = rest.length === 0 ? SHELLS[shell] : undefined;
  if (!script) throw new UsageError('completion needs a shell: bash, zsh or fish');
  return { text: script(), json: { shell, script: script() }, code: 0 };
}

function completed(): Completed[] {
  const operations = COMMANDS.map(({ name, fields }) => ({
    name,
    options: Object.keys(fields),
    values: Object.fromEntries(Object.entries(fields).flatMap(([field, { values }]) => (values ? [[field, values.map(String)]] : []))),
  }));
  const friendly = FRIENDLY.map(({ name, options }) => ({ name, options, values: {} }));
  const operators = Object.entries(OPERATOR_NAMES).map(([name, { options }]) => ({ name, options, values: {} }));
  const own = [
    { name: 'help', options: [], values: {} },
    ...Object.keys(SHELLS).map((shell) => ({ name: `completion ${shell}`, options: [], values: {} })),
  ];
  return [...friendly, ...operations, ...operators, ...own];
}

/** The words that a command may begin with, and what may follow each. */
function wordsByFirst(all: readonly Completed[]): Map<string, string[]> {
  const words = new Map<string, string[]>();
  for (const { name } of all) {
    const [first = '', second] = name.split(' ');
    words.set(first, [...(words.get(first) ?? []), ...(second ? [second] : [])]);
  }
  return words;
}

function bash(): string {
  const all = completed();
  const words = wordsByFirst(all);
  const seconds = [...words].filter(([, next]) => next.length > 0).map(([first, next]) => `    '${first}') words='${next.join(' ')}' ;;`);
  const options = all.map(({ name, options: own }) => `    '${name}') words='${flags(own)}' ;;`);
  const values = all.flatMap(({ name, values: of }) =>
    Object.entries(of).map(([field, some]) => `    '${name} --${field}') words='${some.join(' ')}' ;;`),
  );
  return `# smartcontent: source <(smartcontent completion bash)
_smartcontent() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" first="\${COMP_WORDS[1]}" words=''
  local name="$first \${COMP_WORDS[2]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...words.keys()].join(' ')}'
  elif [ "$COMP_CWORD" -eq 2 ] && [ "\${word#-}" = "$word" ]; then
    case "$first" in
${seconds.join('\n')}
    esac
  else
    case "$name $before" in
${values.join('\n')}
    esac
    if [ -z "$words" ] && [ "\${word#-}" != "$word" ]; then
      case "$name" in
${options.filter((line) => line.includes(' ', 5)).join('\n')}
      esac
      if [ -z "$words" ]; then
        case "$first" in
${options.filter((line) => !/'\S+ /.test(line.slice(0, line.indexOf(')')))).join('\n')}
        esac
      fi
    fi
  fi
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -F _smartcontent smartcontent`;
}

/** zsh runs what was written for bash. */
function zsh(): string {
  return `# smartcontent: source <(smartcontent completion zsh)
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${bash()}`;
}

function fish(): string {
  const all = completed();
  const words = wordsByFirst(all);
  const lines = ['# smartcontent: smartcontent completion fish | source', 'complete -c smartcontent -f'];
  lines.push(`complete -c smartcontent -n __fish_use_subcommand -a '${[...words.keys()].join(' ')}'`);
  for (const [first, next] of words) {
    if (next.length === 0) continue;
    const isFirst = `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${next.join(' ')}`;
    lines.push(`complete -c smartcontent -n '${isFirst}' -a '${next.join(' ')}'`);
  }
  for (const { name, options, values } of all) {
    const here = name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    for (const option of [...options, ...EVERYWHERE]) {
      const some = values[option];
      lines.push(`complete -c smartcontent -n '${here}' -l ${option}${some ? ` -x -a '${some.join(' ')}'` : ''}`);
    }
  }
  return lines.join('\n');
}

function flags(options: readonly string[]): string {
  return [...options, ...EVERYWHERE].map((option) => `--${option}`).join(' ');
}
