import { OPERATOR_KEY_FORMAT } from '@smartcontent/contracts';
import { ConfigError, readServiceConfig, type ServiceConfig } from '@smartcontent/service';
import { z } from 'zod';

const DEFAULT_PORT = 4000;

const variables = z.object({
  REQUEST_DEADLINE_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  STREAMS_PER_USER: z.coerce.number().int().min(1).max(1_000).default(10),
  HEARTBEAT_SECONDS: z.coerce.number().min(0.05).max(300).default(15),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((address) => address.trim())
        .filter((address) => address !== ''),
    ),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPERATOR_KEY: z.string().regex(OPERATOR_KEY_FORMAT, 'must be sc_operator_ and 32 or more characters of base64url').optional(),
});

/** What the gateway was told by its environment: the part of every service, and its own. */
export interface GatewayConfig {
  readonly service: ServiceConfig;
  readonly port: number;
  /** How long a client waits for an answer once its request has been read. */
  readonly deadlineMs: number;
  /** Notification streams that one user may hold open on one replica. */
  readonly streamsPerUser: number;
  readonly heartbeatMs: number;
  /** Addresses or networks whose X-Forwarded-For is believed; without any, the address is the peer's. */
  readonly trustedProxies: readonly string[];
  /** Base URL that the OpenAPI document names; null means "where the document came from". */
  readonly publicUrl: string | null;
  /** Opens the operator's routes; null closes them to everybody. */
  readonly operatorKey: string | null;
}

/** @throws ConfigError that names every missing or malformed variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): GatewayConfig {
  const service = readServiceConfig('gateway', env, { redis: true });
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const own = variables.safeParse(given);
  if (!own.success)
    throw new ConfigError(
      'gateway',
      own.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    );
  return Object.freeze({
    service,
    port: service.port ?? DEFAULT_PORT,
    deadlineMs: own.data.REQUEST_DEADLINE_MS,
    streamsPerUser: own.data.STREAMS_PER_USER,
    heartbeatMs: own.data.HEARTBEAT_SECONDS * 1_000,
    trustedProxies: own.data.TRUSTED_PROXIES,
    publicUrl: own.data.PUBLIC_URL ?? null,
    operatorKey: own.data.OPERATOR_KEY ?? null,
  });
}
