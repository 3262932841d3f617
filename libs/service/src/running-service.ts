import type { DynamicModule, Provider, Type } from '@nestjs/common';
import type { EventContract, RequestContract } from '@smartcontent/contracts';
import type { ServiceConfig } from './service-config.js';

/** What a service hands to `startService`. */
export interface ServiceParts {
  /** The service's app.module.ts. */
  readonly module: Type | DynamicModule;
  /** Further providers that every module may inject by class. */
  readonly providers?: readonly Provider[];
  /** What the boot check looks for; the platform's own contracts unless told. */
  readonly contracts?: readonly (RequestContract | EventContract)[];
}

/** A started service. Disposing it stops taking work, finishes what runs, then closes its stores. */
export interface RunningService extends AsyncDisposable {
  readonly config: ServiceConfig;
  /** Where /livez, /readyz and /metrics are. */
  readonly healthUrl: string;
  /** The instance behind a class that the service provides; for main.ts, jobs and tests. */
  get<T>(type: Type<T> | { readonly prototype: T }): T;
  /** Resolves when the outbox is published and every delivered event is handled. For tests. */
  drained(): Promise<void>;
}
