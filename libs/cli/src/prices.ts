import { type CallOf, ListPlatformPrices, type ModelPrice, SetPlatformPrice } from '@smartcontent/contracts';
import type { OperatorCalls } from './operator-call.js';
import { PRICES } from './operator-names.js';
import { printable, table } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, string>>;

const PAGE = 100;
const FAULT = /^--usd_per_million\./;

/** `prices set MODEL --input USD --output USD [--cache_read USD] [--cache_write USD] [--reasoning USD] [--valid_from TIME]` */
export async function setPrice(calls: OperatorCalls, words: readonly string[], options: Options): Promise<Told> {
  const [model] = words;
  if (!model || words.length > 1) throw new UsageError('prices set takes the name of one model');
  for (const name of ['input', 'output']) if (options[name] === undefined) throw new UsageError(`prices set needs --${name}`);
  const named = PRICES.filter((name) => options[name] !== undefined);
  const usd_per_million = Object.fromEntries(named.map((name) => [name, options[name]]));
  const { valid_from } = options;
  const input = { model, usd_per_million, ...(valid_from !== undefined && { valid_from }) } as CallOf<typeof SetPlatformPrice>;
  const version = await calls.ask(SetPlatformPrice, input).catch((error: unknown) => {
    throw error instanceof UsageError ? new UsageError(error.message.replace(FAULT, '--')) : error;
  });
  return { text: `${printable(model)} costs this from ${version.valid_from} on\n${tableOf([version])}`, json: version, code: 0 };
}

/** `prices list [--model M]`: every version, newest first. */
export async function listPrices(calls: OperatorCalls, { model }: Options): Promise<Told> {
  const versions: ModelPrice[] = [];
  let cursor: string | undefined;
  do {
    const { items, next_cursor } = await calls.ask(ListPlatformPrices, { limit: PAGE, ...(model && { model }), ...(cursor && { cursor }) });
    versions.push(...items);
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
  return { text: tableOf(versions), json: versions, code: 0 };
}

function tableOf(versions: readonly ModelPrice[]): string {
  const rows = versions.map(({ id, model, valid_from, usd_per_million }) => [
    printable(model),
    valid_from,
    ...PRICES.map((name) => usd_per_million?.[name] ?? '-'),
    id,
  ]);
  return table(['MODEL', 'VALID FROM', 'INPUT', 'OUTPUT', 'CACHE READ', 'CACHE WRITE', 'REASONING', 'VERSION'], rows);
}
