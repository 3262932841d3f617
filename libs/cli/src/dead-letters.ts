import { type CallOf, type DeadLetterView, OPERATED_SERVICES, type OperatedService, type OperatorRequests } from '@smartcontent/contracts';
import { CallError } from './client.js';
import { isRefusal, type OperatorCalls, serviceOf } from './operator-call.js';
import { FILTERS } from './operator-names.js';
import { fieldLines, printable, printableJson, table } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, string>>;
type Filters = Pick<CallOf<OperatorRequests['ListDeadLetters']>, 'cause' | 'subject' | 'company_id'>;

interface LetterName {
  readonly service: OperatedService;
  readonly sequence: number;
}

const LISTED = 50;
const REPLAYED = 1_000;
const PAGE = 100;
const ABOUT_A_LETTER = ['PLATFORM_DEAD_LETTER_FAILING', 'PLATFORM_DEAD_LETTER_UNREADABLE', 'PLATFORM_DEAD_LETTER_NOT_FOUND'] as const;
const LETTER = /^([a-z]+):([1-9]\d{0,15})$/;

/** `dead-letters list`: of one service or of all, oldest first. A service that is away does not hide the others' letters. */
export async function listLetters(calls: OperatorCalls, options: Options): Promise<Told> {
  const limit = limitOf(options, LISTED);
  const named = serviceOf(options.service);
  const letters: DeadLetterView[] = [];
  const complaints: string[] = [];
  let code = 0;
  for (const service of named ? [named] : OPERATED_SERVICES) {
    try {
      let count = 0;
      for await (const letter of walk(calls, service, filtersOf(options))) {
        count += 1;
        if (count <= limit) letters.push(letter);
        else break;
      }
      if (count > limit) complaints.push(`${service} has more: raise --limit`);
    } catch (error) {
      if (named || !isRefusal(error, 'PLATFORM_SERVICE_UNAVAILABLE', 'PLATFORM_STORE_UNAVAILABLE')) throw error;
      complaints.push(`${service}: ${error.message}`);
      code = 1;
    }
  }
  letters.sort((a, b) => (a.dead_at < b.dead_at ? -1 : 1));
  return { text: lettersTable(letters), json: { items: letters }, code, complaints };
}

/** `dead-letters show <service>:<sequence>` */
export async function showLetter(calls: OperatorCalls, words: readonly string[]): Promise<Told> {
  const [name] = namesOf('show', words.slice(0, 1));
  if (!name || words.length > 1) throw new UsageError('dead-letters show takes one letter');
  const letter = await calls.send(name.service, 'GetDeadLetter', { sequence: name.sequence });
  const { event, history, headers, data, text, bytes, service, sequence, ...about } = letter;
  const { id, ...envelope } = event ?? { id: 'unreadable: it can be dropped, not replayed' };
  const attempts = history.map(({ at, cause }) => [at, printable(cause)]);
  const parts = [
    fieldLines({ letter: `${service}:${sequence}`, ...about, event: id, ...envelope, bytes }),
    ...(attempts.length > 0 ? [table(['ATTEMPT', 'FAILED WITH'], attempts, 200)] : []),
    ...(Object.keys(headers).length > 0 ? [`headers\n${fieldLines(headers)}`] : []),
    text === null ? `data\n${printableJson(data)}` : `text\n${printableJson(text)}`,
  ];
  return { text: parts.join('\n\n'), json: letter, code: 0 };
}

/** `dead-letters drop <service>:<sequence> …` */
export function dropLetters(calls: OperatorCalls, words: readonly string[]): Promise<Told> {
  return settle(namesOf('drop', words), ({ service, sequence }) => calls.send(service, 'DropDeadLetter', { sequence }));
}

/**
 * `dead-letters replay <service>:<sequence> …`, or `--all` with the filters of the list, oldest first. A letter whose handler fails again
 * stays and does not hold up the others.
 */
export async function replayLetters(calls: OperatorCalls, words: readonly string[], options: Options): Promise<Told> {
  const isAll = options.all !== undefined;
  if (isAll === words.length > 0) throw new UsageError('dead-letters replay takes letters, or --all');
  const filter = FILTERS.find((name) => !isAll && options[name] !== undefined);
  if (filter) throw new UsageError(`--${filter} chooses among all letters: it goes with --all`);
  const names = isAll ? chosen(calls, options) : namesOf('replay', words);
  return settle(names, ({ service, sequence }) => calls.send(service, 'ReplayDeadLetter', { sequence }));
}

interface Outcome {
  readonly letter: string;
  readonly outcome: string;
  readonly error?: string;
}

/** One after the other. What is not about one letter (a store or service that is away, the key) ends it, and what was done is told. */
async function settle(names: Iterable<LetterName> | AsyncIterable<LetterName>, step: (name: LetterName) => Promise<{ outcome: string }>) {
  const outcomes: Outcome[] = [];
  try {
    for await (const name of names) {
      const letter = `${name.service}:${name.sequence}`;
      outcomes.push({ letter, ...(await step(name).catch(refusalOf)) });
    }
  } catch (error) {
    if (!(error instanceof CallError) || outcomes.length === 0) throw error;
    return { ...told(outcomes), code: 1, complaints: [`${error.message}; nothing more was done`] };
  }
  return told(outcomes);
}

function refusalOf(error: unknown): Omit<Outcome, 'letter'> {
  if (!isRefusal(error, ...ABOUT_A_LETTER)) throw error;
  return { outcome: 'refused', error: error.message };
}

async function* chosen(calls: OperatorCalls, options: Options): AsyncGenerator<LetterName> {
  const limit = limitOf(options, REPLAYED);
  const named = serviceOf(options.service);
  let count = 0;
  for (const service of named ? [named] : OPERATED_SERVICES) {
    for await (const { sequence } of walk(calls, service, filtersOf(options))) {
      if (++count > limit) return;
      yield { service, sequence };
    }
  }
}

/** All letters of a service that fit, page after page. */
async function* walk(calls: OperatorCalls, service: OperatedService, filters: Filters): AsyncGenerator<DeadLetterView> {
  let cursor: string | undefined;
  do {
    const page = await calls.send(service, 'ListDeadLetters', { ...filters, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

function told(outcomes: readonly Outcome[]): Told {
  const rows = outcomes.map(({ letter, outcome, error = '' }) => [letter, outcome, printable(error)]);
  const text = rows.length === 0 ? 'no dead letters' : table(['LETTER', 'OUTCOME', ''], rows, 200);
  return { text, json: { items: outcomes }, code: outcomes.some(({ outcome }) => outcome === 'refused') ? 1 : 0 };
}

function lettersTable(letters: readonly DeadLetterView[]): string {
  if (letters.length === 0) return 'no dead letters';
  const rows = letters.map(({ service, sequence, dead_at, cause, subject, event, error }) => [
    `${service}:${sequence}`,
    dead_at,
    printable(cause),
    printable(subject),
    event?.company_id ?? '–',
    printable(error),
  ]);
  return table(['LETTER', 'GIVEN UP', 'CAUSE', 'SUBJECT', 'COMPANY', 'ERROR'], rows);
}

function namesOf(verb: string, words: readonly string[]): LetterName[] {
  if (words.length === 0) throw new UsageError(`dead-letters ${verb} needs a letter, such as content:17`);
  return words.map((word) => {
    const [, service, sequence] = LETTER.exec(word) ?? [];
    if (!service) throw new UsageError(`"${word}" is no letter; one is called <service>:<sequence>, such as content:17`);
    return { service: serviceOf(service) as OperatedService, sequence: Number(sequence) };
  });
}

function filtersOf({ cause, subject, company_id }: Options): Filters {
  return { cause: cause as Filters['cause'], subject, company_id };
}

function limitOf({ limit }: Options, otherwise: number): number {
  if (limit === undefined) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(limit)) throw new UsageError('--limit must be a whole number from 1 on');
  return Number(limit);
}
