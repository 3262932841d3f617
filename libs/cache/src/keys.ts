/** A kind of key in Redis, or of channel: how it is written, whose it is and how long it lives. */
export interface KeyPattern {
  /** `{name}` stands for a value. */
  readonly pattern: string;
  readonly kind: 'key' | 'channel';
  /** Whose data it is, and what keeps others from it. */
  readonly whose: string;
  readonly lifetime: string;
}

/**
 * Every key and channel that the platform has in Redis. The code makes its keys from here with `keyOf`, and `pnpm walk` fails on a key that fits
 * none of these patterns.
 */
export const KEYS = {
  contentCache: {
    pattern: 'content:cache:{content_id}',
    kind: 'key',
    whose: 'of the company in its value; for another one it is a miss',
    lifetime: '1 hour',
  },
  sessions: {
    pattern: 'user:session:{user_id}',
    kind: 'key',
    whose: 'of the company in its value; for another one it is a miss',
    lifetime: '24 hours',
  },
  invalidated: {
    pattern: '{entry}:invalidated',
    kind: 'key',
    whose: 'a version number beside its entry',
    lifetime: '60 seconds',
  },
  generationResult: {
    pattern: 'generation:result:{company_id}:{hash}',
    kind: 'key',
    whose: 'of the company in its key and its value; for another one it is a miss',
    lifetime: '24 hours',
  },
  generationProgress: {
    pattern: 'generation:progress:{generation_id}',
    kind: 'key',
    whose: 'each entry names its company; an entry of another one is not shown',
    lifetime: '1 hour',
  },
  rateLimit: {
    pattern: 'rate_limit:{who}:{class}',
    kind: 'key',
    whose: 'a count of a person, client, key or address',
    lifetime: '60 seconds',
  },
  attempts: {
    pattern: 'attempts:{kind}:{who}',
    kind: 'key',
    whose: 'a count of an account as seen from a neighbourhood, hashed',
    lifetime: '1 hour',
  },
  ingestRepeat: {
    pattern: 'idempotency:ingest:{company_id}:{caller}:{key}',
    kind: 'key',
    whose: 'a hash, under its company and caller',
    lifetime: '24 hours',
  },
  contentPerformance: {
    pattern: 'analytics:performance:{content_id}:{platform}',
    kind: 'key',
    whose: 'of the company in its value; for another one it is a miss. The platform is `all`: an entry holds every platform of its content',
    lifetime: '15 minutes',
  },
  liveCounters: {
    pattern: 'engagement:live:{content_id}',
    kind: 'key',
    whose: 'fields begin with the company that counts; others are not read',
    lifetime: '1 hour',
  },
  notifications: {
    pattern: 'notifications:{user_id}',
    kind: 'key',
    whose: 'each entry names its company; an entry of another one is not shown',
    lifetime: '7 days',
  },
  notified: {
    pattern: 'notifications:{user_id}:{event_id}',
    kind: 'key',
    whose: 'a mark that an event was told',
    lifetime: '24 hours',
  },
  notificationsChannel: {
    pattern: 'channel:notifications:{user_id}',
    kind: 'channel',
    whose: 'says that there is more to read, with id and company',
    lifetime: '–',
  },
  generationStatus: {
    pattern: 'channel:content:generation:status',
    kind: 'channel',
    whose: 'what runs of every company come to, each with its company_id and without its text; who passes them on filters by it',
    lifetime: '–',
  },
  analyticsUpdates: {
    pattern: 'channel:analytics:updates',
    kind: 'channel',
    whose: 'counts of every company, each with its company_id; who passes them on filters by it',
    lifetime: '–',
  },
} as const satisfies Record<string, KeyPattern>;

/** The names that a pattern has places for. */
type Places<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never;

/** Patterns, cut at their places once: fixed text and names in turn. A report makes hundreds of keys. */
const CUT = new Map<string, readonly string[]>();

/** The key of a pattern with these values in it. */
export function keyOf<P extends string>({ pattern }: { readonly pattern: P }, values: Readonly<Record<Places<P>, string>>): string {
  const named = values as Readonly<Record<string, string>>;
  return partsOf(pattern).reduce((key, part, place) => key + (place % 2 === 0 ? part : (named[part] ?? '')), '');
}

function partsOf(pattern: string): readonly string[] {
  const known = CUT.get(pattern);
  if (known) return known;
  const parts = pattern.split(/\{(\w+)\}/);
  CUT.set(pattern, parts);
  return parts;
}
