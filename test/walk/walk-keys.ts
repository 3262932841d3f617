import { KEYS, type KeyPattern, keyOf } from '@smartcontent/cache';
import {
  GetContent,
  GetLiveEngagement,
  GetPerformance,
  type HttpFace,
  ListSessions,
  StreamGeneration,
  StreamNotifications,
} from '@smartcontent/contracts';
import { Redis } from 'ioredis';
import type { Evidence } from './evidence.js';
import type { FrontDoor } from './front-door.js';
import type { Report } from './report.js';
import type { World } from './world.js';

const PATTERNS: readonly KeyPattern[] = Object.values(KEYS);
const BATCH = 1_000;
const COMPANY = /^[0-9a-f-]{36}$/;
const ANY_ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Kinds of keys in which nothing of A can be put where B's stands, each with why. Every other one has a poison. */
const WITHOUT_POISON: ReadonlyMap<KeyPattern, string> = new Map<KeyPattern, string>([
  [KEYS.invalidated, 'a version number, compared with that of the entry and shown to nobody'],
  [KEYS.rateLimit, 'a number; it says how many requests are left, and nothing of whose they were'],
  [KEYS.attempts, 'a number under a hash of the account'],
  [KEYS.ingestRepeat, 'a hash of what was sent, compared and shown to nobody; the company is in the key'],
  [KEYS.generationResult, 'a job looks for it under the company of its run, and takes another one’s value for a miss'],
  [KEYS.notified, 'a mark without a content'],
]);

interface Said {
  readonly channel: string;
  readonly message: string;
}

/** Every key that was in Redis while the walk looked, and everything that was said on a channel. */
export class KeyWatch implements AsyncDisposable {
  readonly #keys = new Set<string>();
  readonly #said: Said[] = [];

  private constructor(
    readonly redis: Redis,
    private readonly listener: Redis,
  ) {}

  static async open(url: string): Promise<KeyWatch> {
    const watch = new KeyWatch(new Redis(url), new Redis(url));
    watch.listener.on('pmessage', (_pattern, channel: string, message: string) => void watch.#said.push({ channel, message }));
    await watch.listener.psubscribe('*');
    return watch;
  }

  /** Keys live for a minute, some of them: so it looks now and then. */
  async look(): Promise<void> {
    let cursor = '0';
    do {
      const [next, keys] = await this.redis.scan(cursor, 'COUNT', BATCH);
      for (const key of keys) this.#keys.add(key);
      cursor = next;
    } while (cursor !== '0');
  }

  /** Each kind of key and channel with those that were seen, and what fits none. */
  sorted(): {
    readonly of: ReadonlyMap<KeyPattern, readonly string[]>;
    readonly said: ReadonlyMap<KeyPattern, readonly Said[]>;
    readonly strays: string[];
  } {
    const of = Map.groupBy(this.#keys, (key) => patternOf('key', key));
    const said = Map.groupBy(this.#said, ({ channel }) => patternOf('channel', channel));
    const strays = [...(of.get(undefined) ?? []), ...new Set((said.get(undefined) ?? []).map(({ channel }) => channel))];
    return { of: of as Map<KeyPattern, string[]>, said: said as Map<KeyPattern, Said[]>, strays };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    this.listener.disconnect();
  }
}

/** The narrowest pattern that fits: one with an ending of its own, else the longest. */
function patternOf(kind: KeyPattern['kind'], name: string): KeyPattern | undefined {
  const fits = ({ pattern }: KeyPattern) =>
    new RegExp(`^${pattern.replaceAll(/\{\w*_id\}/g, ANY_ID).replaceAll(/\{\w+\}/g, '.+')}$`).test(name);
  const fitting = PATTERNS.filter((known) => known.kind === kind && fits(known));
  const ending = fitting.find(({ pattern }) => !pattern.endsWith('}'));
  return ending ?? fitting.toSorted((a, b) => b.pattern.length - a.pattern.length)[0];
}

export interface KeyWalk {
  readonly world: World;
  readonly front: FrontDoor;
  readonly report: Report;
  readonly evidence: Evidence;
}

/** Every kind of key, and what another company gets to see where an entry of A stands in the place of its own. */
export async function walkKeys(watch: KeyWatch, walk: KeyWalk): Promise<void> {
  await watch.look();
  const { of, said, strays } = watch.sorted();
  for (const stray of strays) walk.report.leave(walk.report.door('key', stray), 'libs/cache/src/keys.ts has no pattern for it');
  for (const pattern of PATTERNS.filter(({ kind }) => kind === 'key')) {
    const door = walk.report.door('key', pattern.pattern);
    const count = of.get(pattern)?.length ?? 0;
    if (count > 0) walk.report.opened(door, `${count} keys`);
    else walk.report.leave(door, 'no such key was seen');
    const isPoisoned = poisons(walk.world).some((known) => known.pattern === pattern);
    if (isPoisoned === WITHOUT_POISON.has(pattern)) walk.report.leave(door, 'it needs either a poison or a reason why there is none');
  }
  for (const pattern of PATTERNS.filter(({ kind }) => kind === 'channel')) checkChannel(pattern, said.get(pattern) ?? [], walk);
  await poison(watch.redis, walk);
}

function checkChannel(pattern: KeyPattern, said: readonly Said[], { report }: KeyWalk): void {
  const door = report.door('channel', pattern.pattern);
  if (said.length > 0) report.opened(door, `${said.length} messages`);
  else report.leave(door, 'nothing was said on it');
  for (const { message } of said) {
    report.met(door, 'other company', 'company_id', isOfCompany(message) ? null : `a message says no company_id: ${message.slice(0, 100)}`);
  }
}

function isOfCompany(message: string): boolean {
  try {
    return COMPANY.test(String((JSON.parse(message) as { company_id?: unknown }).company_id));
  } catch {
    return false;
  }
}

/** An entry of A under a key of B, and how B would read it. */
interface Poison {
  readonly pattern: KeyPattern;
  readonly put: (redis: Redis) => Promise<unknown>;
  readonly face: HttpFace;
  readonly input: unknown;
}

function poisons({ a, b, bHas, has }: World): Poison[] {
  const text = a.text('secret');
  const { content_id } = bHas;
  const entry = (value: object) => `999999 ${a.id} ${JSON.stringify(value)}`;
  const notification = JSON.stringify({ type: 'content.published', time: new Date().toISOString(), data: { title: text } });
  const news = JSON.stringify({ type: 'text', time: new Date().toISOString(), data: { generation_id: bHas.generation_id, text } });
  const progress = keyOf(KEYS.generationProgress, { generation_id: bHas.generation_id });
  const session = {
    version: 1,
    open: [{ id: a.admin.sessionId, user_agent: text, address: null, created_at: '', last_seen_at: '', expires_at: '' }],
  };
  return [
    {
      pattern: KEYS.contentCache,
      put: (redis) => redis.set(keyOf(KEYS.contentCache, { content_id }), entry({ id: has.content_id, title: text })),
      face: GetContent.http as HttpFace,
      input: { content_id },
    },
    {
      pattern: KEYS.sessions,
      put: (redis) => redis.set(keyOf(KEYS.sessions, { user_id: b.admin.id }), entry(session)),
      face: ListSessions.http as HttpFace,
      input: {},
    },
    {
      pattern: KEYS.liveCounters,
      put: (redis) => redis.hset(keyOf(KEYS.liveCounters, { content_id }), `${a.id}:count:${a.mark}`, 7),
      face: GetLiveEngagement.http as HttpFace,
      input: { content_id },
    },
    {
      pattern: KEYS.contentPerformance,
      put: (redis) => redis.set(keyOf(KEYS.contentPerformance, { content_id, platform: 'all' }), entry([{ platform: text }])),
      face: GetPerformance.http as HttpFace,
      input: { content_id },
    },
    {
      pattern: KEYS.generationProgress,
      // Alone: what comes after the end of a run is not read.
      put: (redis) => redis.multi().del(progress).xadd(progress, '*', 'company_id', a.id, 'news', news).exec(),
      face: StreamGeneration.http as HttpFace,
      input: { generation_id: bHas.generation_id },
    },
    {
      pattern: KEYS.notifications,
      put: (redis) => redis.xadd(keyOf(KEYS.notifications, { user_id: b.admin.id }), '*', 'company_id', a.id, 'notification', notification),
      face: StreamNotifications.http as HttpFace,
      input: { last_event_id: '0-0' },
    },
  ];
}

/** What B reads where an entry of A stands in the place of its own. */
export async function poison(redis: Redis, { world, front, report, evidence }: KeyWalk): Promise<void> {
  for (const { pattern, put, face, input } of poisons(world)) {
    const door = report.door('key', pattern.pattern);
    await put(redis);
    const { status, text } = await front.send(face, input, world.b.admin.token);
    const isAnswered = status === face.status;
    report.met(door, 'other company', 'a miss', evidence.in(text, JSON.stringify(input)));
    if (!isAnswered) report.leave(door, `${face.method} ${face.path} answered ${status} beside an entry of another company`);
  }
}
