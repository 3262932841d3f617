import { jetstreamManager } from '@nats-io/jetstream';
import type { Stack } from '@smartcontent/testing';
import { Redis } from 'ioredis';

/** Everything that the stores of a run keep, as text, by where it is kept. */
export async function keptText(stack: Stack): Promise<Map<string, string>> {
  return new Map([...(await tables(stack)), ...(await events(stack)), ...(await streams(stack)), ...(await keys(stack))]);
}

/** Rows of every table of ClickHouse that keeps some. */
async function events({ clickhouseUrl = '' }: Stack): Promise<[string, string][]> {
  const { origin, pathname } = new URL(clickhouseUrl);
  const ask = async (query: string) => {
    const answer = await fetch(`${origin}/?database=${pathname.slice(1)}`, { method: 'POST', body: `${query} FORMAT JSONEachRow` });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.text();
  };
  const found = await ask(`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View'`);
  const names = found
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { name: string }).name);
  return Promise.all(names.map(async (name): Promise<[string, string]> => [`clickhouse ${name}`, await ask(`SELECT * FROM "${name}"`)]));
}

/** Rows of every table of every service, as Postgres writes them: bytes are in hex. */
async function tables(stack: Stack): Promise<[string, string][]> {
  const found = await stack.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^(pg_|information_schema)'`,
  );
  const kept: [string, string][] = [];
  for (const { name } of found) {
    const [rows] = await stack.query<{ text: string | null }>(`SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`);
    kept.push([name, rows?.text ?? '']);
  }
  return kept;
}

/** Messages of every stream with their headers, dead letters among them. */
async function streams(stack: Stack): Promise<[string, string][]> {
  const { streams: manager } = await jetstreamManager(stack.nats);
  const kept: [string, string][] = [];
  for await (const { config, state } of manager.list()) {
    let text = '';
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq++) {
      const message = await manager.getMessage(config.name, { seq });
      text += `${message?.subject} ${JSON.stringify([...(message?.header ?? [])])} ${message?.string()}\n`;
    }
    kept.push([config.name, text]);
  }
  return kept;
}

async function keys({ addresses }: Stack): Promise<[string, string][]> {
  const redis = new Redis(addresses.redisUrl);
  try {
    const names = await redis.keys('*');
    return await Promise.all(names.map(async (name): Promise<[string, string]> => [name, JSON.stringify(await textOfKey(redis, name))]));
  } finally {
    redis.disconnect();
  }
}

async function textOfKey(redis: Redis, name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case 'string':
      return redis.get(name);
    case 'hash':
      return redis.hgetall(name);
    case 'list':
      return redis.lrange(name, 0, -1);
    case 'set':
      return redis.smembers(name);
    case 'zset':
      return redis.zrange(name, '0', '-1');
    case 'stream':
      return redis.xrange(name, '-', '+');
    default:
      throw new Error(`${name} is of a type that nobody looks into`);
  }
}
