import type { OperationId } from '@smartcontent/sdk';
import { answerText, rowsTable } from './answers.js';
import { askFor, eachInWords, inWords } from './client.js';
import { readInputFile } from './commands.js';
import { generate } from './generate.js';
import { EVERYWHERE, type Line, type Options } from './line.js';
import { logIn, logOut, whoAmI } from './log-in.js';
import { schedule } from './schedule.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

/** A command that people type by hand. The rest is one for each operation: commands.ts. */
export interface Friendly {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Beside --url, --key, --json and --help. */
  readonly options: readonly string[];
  run(line: Line): Promise<Told>;
}

const LISTED = 20;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const FRIENDLY: readonly Friendly[] = [
  {
    name: 'login',
    usage: 'login [--email E] [--with-key]',
    summary: 'Log in with e-mail address and password, or with a key from stdin; kept for you alone',
    options: ['email', 'with-key'],
    run: logIn,
  },
  { name: 'logout', usage: 'logout', summary: 'End the session and forget it', options: [], run: logOut },
  { name: 'whoami', usage: 'whoami', summary: 'Who the platform takes you for', options: [], run: whoAmI },
  {
    name: 'content',
    usage: 'content [ID] [--status S] [--limit N]',
    summary: 'Your company’s contents, newest first, or one of them',
    options: ['status', 'content_type', 'limit'],
    run: (line) => showOrList(line, 'content', { get: 'content.content.get', field: 'content_id', list: 'content.content.list' }),
  },
  {
    name: 'campaigns',
    usage: 'campaigns [ID] [--status S] [--limit N]',
    summary: 'Your company’s campaigns, or one of them; smartcontent help campaign has what can be done with one',
    options: ['status', 'limit'],
    run: (line) => showOrList(line, 'campaigns', { get: 'campaigns.campaign.get', field: 'campaign_id', list: 'campaigns.campaign.list' }),
  },
  {
    name: 'schedule',
    usage: 'schedule CONTENT --account NAME --at TIME',
    summary: 'Have an approved content published; TIME is an instant, now, or +10m, +2h, +1d',
    options: ['account', 'at', 'campaign'],
    run: schedule,
  },
  {
    name: 'events send',
    usage: 'events send FILE',
    summary: 'Take in events of a JSON or NDJSON file (- is stdin), of any size',
    options: [],
    run: sendEvents,
  },
  {
    name: 'search',
    usage: 'search "WORDS" [--limit N]',
    summary: 'Contents by their words and by their meaning',
    options: ['limit'],
    run: search,
  },
  {
    name: 'generate',
    usage: 'generate "PROMPT" [--type blog] [--title T] [--campaign ID] [--follow]',
    summary: 'Have a draft written; --follow shows how it is',
    options: ['type', 'title', 'campaign', 'follow'],
    run: generate,
  },
  {
    name: 'audit',
    usage: 'audit [--user_id U] [--operation O] [--from T] [--to T] [--limit N]',
    summary: 'Who did what in your company, newest first',
    options: ['user_id', 'operation', 'table_name', 'service', 'from', 'to', 'limit'],
    run: (line) => list(refuseWords(line), 'identity.audit.list', ['at', 'actor', 'address', 'service', 'operation', 'table_name']),
  },
];

function refuseWords(line: Line): Line {
  if (line.words.length > 0) throw new UsageError(`what is "${line.words.join(' ')}"? Options begin with --`);
  return line;
}

interface Shown {
  readonly get: OperationId;
  /** Of the input of `get`, for the id. */
  readonly field: string;
  readonly list: OperationId;
}

/** Without a word the list, with an id the one that has it. */
async function showOrList(line: Line, name: string, { get, field, list: listing }: Shown): Promise<Told> {
  const [id, ...rest] = line.words;
  if (id === undefined) return list(line, listing);
  if (!UUID.test(id) || rest.length > 0) {
    throw new UsageError(`there is no command "${name} ${line.words.join(' ')}"; smartcontent help ${name} lists them`);
  }
  const body = await askFor(line.config(), get, { [field]: id });
  return { text: answerText(body), json: body, code: 0 };
}

async function list(line: Line, listing: OperationId, columns?: readonly string[]): Promise<Told> {
  const { limit, ...filters } = pick(line.options, EVERYWHERE);
  const body = await askFor(line.config(), listing, { ...filters, limit: limitOf(limit) });
  const { items } = body as { items: Readonly<Record<string, unknown>>[] };
  const text = columns && items.length > 0 ? rowsTable(items, columns) : answerText(body);
  return { text, json: body, code: 0 };
}

function pick(options: Options, without: readonly string[]): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !without.includes(name)));
}

function limitOf(limit: string | undefined): number {
  if (limit !== undefined && !/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError('--limit must be a whole number from 1 on');
  return Number(limit ?? LISTED);
}

async function search(line: Line): Promise<Told> {
  const query = line.words.join(' ');
  if (query === '') throw new UsageError('search needs words to look for');
  const answer = await inWords(line.config(), (sc) => sc.contentIndex.search({ query, limit: limitOf(line.options.limit) }));
  const without = answer.models.length === 0 ? ['found by words alone: no embedder answered'] : [];
  return { text: answerText(answer), json: answer, code: 0, complaints: without };
}

/** In batches, so that a file may be larger than one request. */
async function sendEvents(line: Line): Promise<Told> {
  const [file, ...rest] = line.words;
  if (!file || rest.length > 0) throw new UsageError('events send needs a file, or - for stdin');
  const events = eventsOf(file === '-' ? line.readStdin() : readInputFile(file));
  const sum = { received: 0, accepted: 0, rejected: 0, batches: [] as string[], errors: [] as { index: number; reason: string }[] };
  for await (const { batch_id, received, accepted, rejected, errors } of eachInWords(line.config(), (sc) => sc.events.ingest.all(events))) {
    sum.errors.push(...errors.map(({ index, reason }) => ({ index: index + sum.received, reason })));
    sum.received += received;
    sum.accepted += accepted;
    sum.rejected += rejected;
    sum.batches.push(batch_id);
  }
  const text = `${sum.accepted} of ${sum.received} events taken in`;
  const complaints = sum.errors.map(({ index, reason }) => `event ${index + 1}: ${reason}`);
  return { text, json: sum, code: sum.rejected > 0 ? 1 : 0, complaints };
}

/** Its lines as they are, so that a bad one is refused by itself, or the items of its array. */
function eventsOf(text: string): string[] {
  if (!text.trimStart().startsWith('[')) return text.split('\n').filter((line) => line.trim() !== '');
  try {
    return (JSON.parse(text) as unknown[]).map((event) => JSON.stringify(event));
  } catch (error) {
    throw new UsageError(`these are no events: ${(error as Error).message}`);
  }
}
