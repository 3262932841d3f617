import { createSecretKey } from 'node:crypto';
import { ActorTokens, linkOf, onBroadcast, RequestClient } from '@smartcontent/bus';
import { Cache, RateLimiter, RunStream, UserStream } from '@smartcontent/cache';
import { CredentialChanged, LimitsGranted, type RequestContract, SessionsEnded } from '@smartcontent/contracts';
import { Bus, Health, Log, Metrics, type RunningService } from '@smartcontent/service';
import type { GatewayConfig } from './config.js';
import { AccessTokens } from './credentials/access-tokens.js';
import { Credentials } from './credentials/credentials.js';
import { EndedSessions } from './credentials/ended-sessions.js';
import { GrantedLimits } from './credentials/granted-limits.js';
import { OperatorKey } from './credentials/operator-key.js';
import { UnknownKeys } from './credentials/unknown-keys.js';
import { DownloadDoor } from './downloads/download-door.js';
import { Forwarder } from './http/forward.js';
import { buildServer, type PublicServer } from './http/server.js';
import { IngestService } from './ingest/ingest.service.js';
import { IngestDoor } from './ingest/ingest-door.js';
import { IngestPublisher } from './ingest/ingest-publisher.js';
import { RateBudgets } from './limits/rate-budgets.js';
import { NotificationStreams } from './notifications/notification-streams.js';
import { RunEvents } from './notifications/run-events.js';
import { StreamDoor } from './notifications/stream-door.js';

const SWEEP_MS = 50;

/** The listening public port. */
export interface Edge {
  /** Base URL without a path. */
  readonly url: string;
  /** Takes no new connection, ends the streams, lets what runs finish. */
  close(): Promise<void>;
}

/** Puts the edge together from what the service provides, and listens. */
export async function openEdge(config: GatewayConfig, contracts: readonly RequestContract[], service: RunningService): Promise<Edge> {
  const { connection } = service.get(Bus);
  const client = service.get(RequestClient);
  const tokens = service.get(ActorTokens);
  const accessTokens = new AccessTokens(config.service.actorPublicKeys.identity ?? '');
  const budgets = new RateBudgets(service.get(RateLimiter));
  const unknownKeys = new UnknownKeys(budgets);
  const operatorKey = new OperatorKey(config.operatorKey);
  const endedSessions = new EndedSessions(client, tokens);
  const grantedLimits = new GrantedLimits();
  const credentials = new Credentials({ client, tokens, accessTokens, endedSessions, grantedLimits, operatorKey, unknownKeys });
  const streams = new NotificationStreams(config);
  const endHearing = hearChanges(connection, { credentials, endedSessions, grantedLimits, streams });
  // Only now: what ends from here on is broadcast.
  await endedSessions.catchUp();
  const forwarder = new Forwarder(client, tokens, config.deadlineMs, createSecretKey(config.service.cursorKey, 'utf8'), contracts);
  const server = await buildServer({
    config,
    contracts,
    log: service.get(Log),
    metrics: service.get(Metrics),
    health: service.get(Health),
    credentials,
    budgets,
    doors: {
      json: forwarder,
      download: new DownloadDoor(client, forwarder, credentials),
      ingest: new IngestDoor(new IngestService(new IngestPublisher(connection)), service.get(Cache)),
      stream: new StreamDoor(streams, service.get(UserStream), new RunEvents(client, forwarder, service.get(RunStream)), credentials),
    },
  });
  const url = await server.app.listen({ host: config.service.host, port: config.port });
  return {
    url,
    close: async () => {
      endHearing();
      endedSessions.close();
      streams.endAll();
      await drain(server, config.deadlineMs);
    },
  };
}

interface WhatChanges {
  readonly credentials: Credentials;
  readonly endedSessions: EndedSessions;
  readonly grantedLimits: GrantedLimits;
  readonly streams: NotificationStreams;
}

/** Hears what identity broadcasts about what is remembered here. Returns its end. */
function hearChanges(connection: Bus['connection'], { credentials, endedSessions, grantedLimits, streams }: WhatChanges): () => void {
  const changes = onBroadcast(connection, CredentialChanged, ({ key_hash }) => {
    credentials.forget(key_hash ?? null);
    streams.beatSoon();
  });
  const endings = onBroadcast(connection, SessionsEnded, ({ session_ids }) => {
    endedSessions.add(session_ids);
    streams.beatSoon();
  });
  const grants = onBroadcast(connection, LimitsGranted, (grant) => {
    grantedLimits.note(grant);
    credentials.forgetCompany(grant.company_id);
  });
  // What was broadcast while the broker was away was missed.
  const endWatch = linkOf(connection).onBack(() => {
    grantedLimits.forget();
    credentials.forget(null);
    void endedSessions.catchUp();
  });
  return () => {
    for (const subscription of [changes, endings, grants]) subscription.unsubscribe();
    endWatch();
  };
}

/**
 * Lets what runs finish, for as long as any request may take. Node closes only the connections that are idle when closing begins:
 * those that become idle later, or never sent a request, would be kept.
 */
async function drain({ app, running }: PublicServer, deadlineMs: number): Promise<void> {
  const sweep = setInterval(() => (running() > 0 ? app.server.closeIdleConnections() : app.server.closeAllConnections()), SWEEP_MS);
  const end = setTimeout(() => app.server.closeAllConnections(), deadlineMs);
  await app.close();
  clearInterval(sweep);
  clearTimeout(end);
}
