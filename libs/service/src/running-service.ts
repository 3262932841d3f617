import type { DynamicModule, Provider, Type } from '@nestjs/common';
import type { Projection } from '@smartcontent/bus';
import type { EventContract, RequestContract } from '@smartcontent/contracts';
import type { SealedTable, ServiceMigrations } from '@smartcontent/database';
import type { ServiceConfig } from './service-config.js';
import type { Eraser } from './service-eraser.js';

/** What a service hands to `startService`. */
export interface ServiceParts {
  /** The service's app.module.ts. */
  readonly module: Type | DynamicModule;
  /** Further providers that every module may inject by class. */
  readonly providers?: readonly Provider[];
  /** What the boot check looks for; the platform's own contracts unless told. */
  readonly contracts?: readonly (RequestContract | EventContract)[];
  /** What it makes of streams and can make again from them, when the operator asks for it. */
  readonly projections?: readonly Projection[];
  /** Where it keeps secrets in envelopes, beside what every service has: they are wrapped anew when the master key changes. */
  readonly sealed?: readonly SealedTable[];
  /** Providers that take away what it keeps of a company beside its tables and streams. */
  readonly erasers?: readonly Type<Eraser>[];
  /** What the code needs to have run on its schema; a service that starts before it was is refused. */
  readonly migrations?: ServiceMigrations['migrations'];
  /** Folder of the numbered .sql files that its ClickHouse must have seen; alike. */
  readonly clickhouseMigrations?: string;
}

/** A started service. Disposing it stops taking work, finishes what runs, then closes its stores. */
export interface RunningService extends AsyncDisposable {
  readonly config: ServiceConfig;
  /** Where /livez, /readyz and /metrics are. */
  readonly healthUrl: string;
  /** Rejects with a ConfigError when the service cannot go on whatever it waits for: its password was changed, its schema is too old. */
  readonly failed: Promise<never>;
  /** The instance behind a class that the service provides; for main.ts, jobs and tests. */
  get<T>(type: Type<T> | { readonly prototype: T }): T;
  /** Resolves when the outbox is published and every delivered event is handled. For tests. */
  drained(): Promise<void>;
}
