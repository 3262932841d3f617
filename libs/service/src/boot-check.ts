import { type BrokerFindings, inspectBroker, linkOf } from '@smartcontent/bus';
import { pendingClickHouseMigrations } from '@smartcontent/clickhouse';
import { AppError, type EventContract, type RequestContract } from '@smartcontent/contracts';
import { pendingMigrations, type ServiceMigrations } from '@smartcontent/database';
import type { Log } from './log.js';
import type { Stores } from './open-stores.js';
import { ConfigError, type ServiceConfig } from './service-config.js';

export interface BootCheckOptions {
  readonly config: ServiceConfig;
  readonly stores: Stores;
  readonly contracts: readonly (RequestContract | EventContract)[];
  readonly migrations: ServiceMigrations['migrations'];
  readonly clickhouseMigrations: string | undefined;
  readonly log: Log;
}

const LOOK_AGAIN_MS = 1_000;
const NOTHING: BrokerFindings = { faults: [], missing: [] };

/**
 * Compares what the code expects with what the broker, Postgres and ClickHouse hold. What contradicts it ends the service: no waiting
 * mends it. What is away, or not made yet by the migrate step, is waited for while the service runs; it is not ready until everything was
 * seen once.
 */
export class BootCheck {
  /** What the service still waits for, in words. */
  missing: readonly string[] = ['the first look'];
  private timer: NodeJS.Timeout | undefined;
  private isReported = false;

  constructor(private readonly options: BootCheckOptions) {}

  /** @throws ConfigError that names everything that does not fit. */
  async look(): Promise<void> {
    const { config, log } = this.options;
    const findings = await Promise.all([this.lookAtBroker(), this.lookAtPostgres(), this.lookAtClickHouse()]);
    const faults = findings.flatMap((finding) => finding.faults);
    if (faults.length > 0) throw new ConfigError(config.name, faults);
    this.missing = findings.flatMap((finding) => finding.missing);
    if (this.missing.length > 0 && !this.isReported) log.warn('waiting for what the migrate step makes', { missing: this.missing });
    if (this.missing.length === 0 && this.isReported) log.info('everything that was waited for is there');
    this.isReported = this.missing.length > 0;
  }

  /** Looks again until nothing is missing; `onFault` gets the ConfigError of what turned out not to fit. */
  watch(onFault: (error: ConfigError) => void): void {
    if (this.missing.length === 0) return;
    this.timer = setTimeout(() => this.look().then(() => this.watch(onFault), onFault), LOOK_AGAIN_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async lookAtBroker(): Promise<BrokerFindings> {
    const { config, stores, contracts } = this.options;
    const { connection } = stores.bus;
    const events = contracts.filter((contract) => contract.type === 'event');
    try {
      if (linkOf(connection).isUp) return await inspectBroker(connection, config.name, events);
    } catch {
      // It went away meanwhile, or JetStream is still electing; the connection's own log says more.
    }
    return { faults: [], missing: ['NATS'] };
  }

  private async lookAtPostgres(): Promise<BrokerFindings> {
    const { stores, migrations } = this.options;
    if (!stores.database) return NOTHING;
    try {
      return lackOf('Postgres', await pendingMigrations(stores.database, migrations));
    } catch (error) {
      if (error instanceof AppError && error.isRetryable) return { faults: [], missing: ['Postgres'] };
      return { faults: [`Postgres: ${(error as Error).message}`], missing: [] };
    }
  }

  private async lookAtClickHouse(): Promise<BrokerFindings> {
    const { stores, clickhouseMigrations: folder } = this.options;
    if (!stores.clickhouse || !folder) return NOTHING;
    try {
      return lackOf('ClickHouse', await pendingClickHouseMigrations(stores.clickhouse, folder));
    } catch (error) {
      // Its own errors do not tell what passes from what stays.
      return { faults: [], missing: [`ClickHouse: ${(error as Error).message}`] };
    }
  }
}

function lackOf(store: string, pending: readonly string[]): BrokerFindings {
  if (pending.length === 0) return NOTHING;
  return { faults: [`${store} lacks the migrations ${pending.join(', ')}; run the migrate step first`], missing: [] };
}
