import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { ServiceName } from '@smartcontent/contracts';
import { SAMPLERS, type TracingOptions } from '@smartcontent/tracing';
import { z } from 'zod';

/** Which stores a service opens; their variables become mandatory. NATS is always needed. */
export interface Needs {
  readonly postgres?: boolean;
  readonly redis?: boolean;
  readonly clickhouse?: boolean;
}

/** The configuration does not fit. `lines` has one line per wrong variable, without values, since those may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    service: string,
    readonly lines: readonly string[],
  ) {
    super(`The configuration of ${service} is wrong: ${lines.join('; ')}`);
  }
}

const url = (protocols: RegExp) => z.url({ protocol: protocols, error: 'must be a URL' });
const port = z.coerce.number({ error: 'must be a port' }).int().min(0).max(65_535);
const json = <T extends z.ZodType>(schema: T, shape: string) =>
  z.string().transform((text, context) => {
    try {
      return schema.parse(JSON.parse(text)) as z.output<T>;
    } catch {
      context.addIssue({ code: 'custom', message: `must be ${shape} as JSON` });
      return z.NEVER;
    }
  });

const HOST_AND_PORT = /^(?:\[[\da-f:.]+\]|[^\s:/@]+):\d{1,5}$/i;
const hosts = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((host) => host.trim() || []))
  .pipe(z.array(z.string().regex(HOST_AND_PORT, 'must be host:port, separated by commas')));

const publicKey = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });
const privateKey = publicKey.extend({ d: z.string(), kid: z.string() });

const variables = z.object({
  NATS_URL: url(/^(nats|tls)$/),
  POSTGRES_URL: url(/^postgres(ql)?$/).optional(),
  POSTGRES_SYSTEM_URL: url(/^postgres(ql)?$/).optional(),
  REDIS_URL: url(/^rediss?$/).optional(),
  CLICKHOUSE_URL: url(/^https?$/).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.optional(),
  HEALTH_PORT: port.default(0),
  ACK_WAIT_SECONDS: z.coerce.number({ error: 'must be seconds' }).min(1).max(3_600).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  ACTOR_PRIVATE_KEY: json(privateKey, 'an Ed25519 private JWK with a kid').transform((key) => JSON.stringify(key)),
  ACTOR_PUBLIC_KEYS: json(z.record(z.string(), publicKey), 'an object of service name to Ed25519 public JWK').transform((keys) =>
    Object.freeze(Object.fromEntries(Object.entries(keys).map(([service, key]) => [service, JSON.stringify(key)]))),
  ),
  CURSOR_KEY: z.string().regex(/^(?:[0-9a-f]{2}){16,}$/i, 'must be at least 16 bytes in hex'),
  MASTER_KEY: z.string().optional(),
  MASTER_KEY_FILE: z.string().optional(),
  OUTGOING_ALLOWED_HOSTS: hosts,
  CHECK_ANSWERS: z.enum(['0', '1']).default('0'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/).optional(),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number({ error: 'must be a share between 0 and 1' }).min(0).max(1).default(1),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce.number({ error: 'must be milliseconds' }).int().min(1).default(5_000),
});

/** What a service was told by its environment, validated and frozen. Injectable by its class. */
export class ServiceConfig {
  readonly name: ServiceName;
  readonly natsUrl: string;
  /** `null` where the service has no Postgres schema. */
  readonly postgres: { readonly url: string; readonly systemUrl: string } | null;
  readonly redisUrl: string | null;
  readonly clickhouseUrl: string | null;
  /** Address that the health port, and a service's own HTTP port, listen on. */
  readonly host: string;
  /** A service's own HTTP port (gateway, sandbox); 0 takes any. `null` where none was given. */
  readonly port: number | null;
  /** Port of /livez, /readyz and /metrics; 0 takes any. */
  readonly healthPort: number;
  /** How long NATS waits for a word of an event's handler, for durables that this service makes; as the migrate step was told, or the bus's own measure. */
  readonly ackWaitSeconds: number | undefined;
  readonly logLevel: string;
  /** Ed25519 private JWK as JSON; its kid is the service's name. */
  readonly actorPrivateKey: string;
  /** Public JWK as JSON of every service, by name. */
  readonly actorPublicKeys: Readonly<Record<string, string>>;
  /** Key of the HMAC that keeps cursors from being tampered with, hex. */
  readonly cursorKey: string;
  readonly masterKey: { readonly value?: string; readonly file?: string };
  /** `host:port` of receivers inside the own network that requests to URLs of users may go to all the same; see libs/outgoing. */
  readonly allowedHosts: readonly string[];
  /** Check every answer against its contract; on in tests, off in production, where it would cost a parse per answer. */
  readonly isAnswerChecked: boolean;
  /** Where spans go, and which; `null` where nobody asked for any. */
  readonly tracing: Omit<TracingOptions, 'service'> | null;

  constructor(name: ServiceName, values: z.output<typeof variables>, needs: Needs) {
    this.name = name;
    this.natsUrl = values.NATS_URL;
    this.postgres = needs.postgres ? { url: values.POSTGRES_URL as string, systemUrl: values.POSTGRES_SYSTEM_URL as string } : null;
    this.redisUrl = needs.redis ? (values.REDIS_URL as string) : null;
    this.clickhouseUrl = needs.clickhouse ? (values.CLICKHOUSE_URL as string) : null;
    this.host = values.HOST;
    this.port = values.PORT ?? null;
    this.healthPort = values.HEALTH_PORT;
    this.ackWaitSeconds = values.ACK_WAIT_SECONDS;
    this.logLevel = values.LOG_LEVEL;
    this.actorPrivateKey = values.ACTOR_PRIVATE_KEY;
    this.actorPublicKeys = values.ACTOR_PUBLIC_KEYS;
    this.cursorKey = values.CURSOR_KEY;
    this.masterKey = { value: values.MASTER_KEY, file: values.MASTER_KEY_FILE };
    this.allowedHosts = Object.freeze(values.OUTGOING_ALLOWED_HOSTS);
    this.isAnswerChecked = values.CHECK_ANSWERS === '1';
    this.tracing = values.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
          sampler: values.OTEL_TRACES_SAMPLER,
          samplerRatio: values.OTEL_TRACES_SAMPLER_ARG,
          sendEveryMs: values.OTEL_BSP_SCHEDULE_DELAY,
        }
      : null;
    Object.freeze(this);
  }
}

/**
 * Reads a service's environment once, at its start.
 * @throws ConfigError that names every missing or malformed variable.
 */
export function readServiceConfig(name: ServiceName, env: Readonly<Record<string, string | undefined>>, needs: Needs): ServiceConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  const lines = parsed.success ? [] : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${reason(issue, given)}`);
  for (const variable of neededVariables(needs)) if (given[variable] === undefined) lines.push(`${variable} is missing`);
  if (!parsed.success || lines.length > 0) throw new ConfigError(name, lines);
  const kid = (JSON.parse(parsed.data.ACTOR_PRIVATE_KEY) as { kid: string }).kid;
  if (kid !== name) throw new ConfigError(name, [`ACTOR_PRIVATE_KEY is the key of ${kid}, not of ${name}`]);
  assertKeyPair(name, parsed.data);
  return new ServiceConfig(name, parsed.data, needs);
}

/** With another pair than the one that everybody was told, nobody would believe the service. */
function assertKeyPair(name: ServiceName, values: z.output<typeof variables>): void {
  const told = values.ACTOR_PUBLIC_KEYS[name];
  if (told === undefined) throw new ConfigError(name, [`ACTOR_PUBLIC_KEYS lacks the key of ${name}`]);
  const own = createPublicKey(createPrivateKey({ key: JSON.parse(values.ACTOR_PRIVATE_KEY), format: 'jwk' })).export({ format: 'jwk' });
  if ((JSON.parse(told) as { x: string }).x === own.x) return;
  throw new ConfigError(name, [`ACTOR_PRIVATE_KEY does not belong to the key of ${name} in ACTOR_PUBLIC_KEYS`]);
}

function neededVariables(needs: Needs): string[] {
  return [
    ...(needs.postgres ? ['POSTGRES_URL', 'POSTGRES_SYSTEM_URL'] : []),
    ...(needs.redis ? ['REDIS_URL'] : []),
    ...(needs.clickhouse ? ['CLICKHOUSE_URL'] : []),
  ];
}

function reason(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  return given[String(issue.path[0])] === undefined ? 'is missing' : issue.message;
}
