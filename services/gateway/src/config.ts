import { OPERATOR_KEY_FORMAT } from '@smartcontent/contracts';
import { ConfigError, readServiceConfig, type ServiceConfig } from '@smartcontent/service';
import { z } from 'zod';

const DEFAULT_PORT = 4000;

const listed = z.string().transform((list) => list.split(',').flatMap((item) => item.trim() || []));
const isOrigin = (text: string) => text === '*' || (/^https?:/.test(text) && URL.parse(text)?.origin === text);

const variables = z.object({
  REQUEST_DEADLINE_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  STREAMS_PER_USER: z.coerce.number().int().min(1).max(1_000).default(10),
  HEARTBEAT_SECONDS: z.coerce.number().min(0.05).max(300).default(15),
  HEAD_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
  BODY_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(60_000),
  TRUSTED_PROXIES: listed.default([]),
  CORS_ORIGINS: listed
    .refine((origins) => origins.every(isOrigin), 'must be origins like https://app.example, separated by commas, or *')
    .default([]),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPERATOR_KEY: z.string().regex(OPERATOR_KEY_FORMAT, 'must be sc_operator_ and 32 or more characters of base64url').optional(),
});

/** What the gateway was told by its environment: the part of every service, and its own. */
export interface GatewayConfig {
  readonly service: ServiceConfig;
  readonly port: number;
  /** How long a client waits for an answer once its request has been read. */
  readonly deadlineMs: number;
  /** How long a connection may take to send a whole head, and a whole request. */
  readonly headTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** Notification streams that one user may hold open on one replica. */
  readonly streamsPerUser: number;
  readonly heartbeatMs: number;
  /** Addresses or networks whose X-Forwarded-For is believed; without any, the address is the peer's. */
  readonly trustedProxies: readonly string[];
  /** Sites whose pages may call, as browsers name them; `*` is all of them. */
  readonly corsOrigins: readonly string[];
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
    headTimeoutMs: Math.min(own.data.HEAD_TIMEOUT_MS, own.data.BODY_TIMEOUT_MS),
    bodyTimeoutMs: own.data.BODY_TIMEOUT_MS,
    streamsPerUser: own.data.STREAMS_PER_USER,
    heartbeatMs: own.data.HEARTBEAT_SECONDS * 1_000,
    trustedProxies: own.data.TRUSTED_PROXIES,
    corsOrigins: own.data.CORS_ORIGINS,
    publicUrl: own.data.PUBLIC_URL ?? null,
    operatorKey: own.data.OPERATOR_KEY ?? null,
  });
}
