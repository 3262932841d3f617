import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, type Lease, LeaseStore, newId } from '@smartcontent/database';
import { LoopingJob } from '@smartcontent/service';
import { IdentityTelemetry } from '../telemetry.js';
import { ErasurePass, LeaseLost } from './erasure-pass.service.js';

/** Keeps the replicas from doing the same work twice. One may be lost while a service works on its part: then another takes the work up. */
const LEASE = { name: 'erasure', seconds: 15 };
const LOOK_MS = 1_000;

/** Carries erasures out that were asked for, in one replica. Whatever it is cut short in, the next one begins the pass again. */
@Injectable()
export class EraseJob extends LoopingJob {
  readonly #leases: LeaseStore;
  readonly #holder = newId();
  #lease: Lease | undefined;

  constructor(
    database: Database,
    private readonly pass: ErasurePass,
    private readonly telemetry: IdentityTelemetry,
  ) {
    super();
    this.#leases = new LeaseStore(database, LEASE);
  }

  /** Finishes the piece under way. */
  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    if (this.#lease) await this.#leases.release(this.#lease).catch(() => undefined);
  }

  protected async run(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      await this.#round().catch((error: unknown) => signal.aborted || this.telemetry.erasureFailed(error));
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #round(): Promise<void> {
    if (!(await this.#holds())) return;
    for (const erasure of await this.pass.begin()) await this.pass.run(erasure, () => this.#goOn(), this.stopping);
  }

  async #holds(): Promise<boolean> {
    this.#lease = (this.#lease && (await this.#leases.renew(this.#lease))) ?? (await this.#leases.take(this.#holder));
    return this.#lease !== undefined;
  }

  async #goOn(): Promise<void> {
    this.stopping.throwIfAborted();
    if (!(await this.#holds())) throw new LeaseLost();
  }
}
