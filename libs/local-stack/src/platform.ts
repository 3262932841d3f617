import { setTimeout as delay } from 'node:timers/promises';
import type { StackConfig, StoreName } from './config.js';
import { assertReachable } from './external-stores.js';
import type { Home } from './home.js';
import { lastWords } from './last-words.js';
import { migrateInProcess } from './migrate-process.js';
import { ensureSecrets, PLATFORM_USER, type PlatformSecrets } from './platform-secrets.js';
import { Ports } from './ports.js';
import { ProcessRecord } from './process-record.js';
import { ServiceEnvironments, withUser } from './service-environments.js';
import { discoverServices, sizeOf, startServiceProcess } from './services.js';
import { SetupError } from './setup-error.js';
import type { StoreProcess } from './store-process.js';
import { planStores } from './stores.js';
import { Supervised } from './supervised.js';

export interface PlatformAddresses {
  /** Undefined in a checkout without a gateway or sandbox. */
  readonly api: string | undefined;
  readonly sandbox: string | undefined;
}

const EXIT_CONFIG = 'exit 78';
const READY_SECONDS = 90;

/** The stores and services of one folder, from nothing to ready and back. */
export class Platform {
  readonly #stores: Supervised[] = [];
  readonly #services: Supervised[] = [];
  readonly #record: ProcessRecord;
  readonly #ports: Ports;
  readonly #failed = Promise.withResolvers<never>();
  readonly #running = new Set<string>();

  constructor(
    private readonly config: StackConfig,
    private readonly home: Home,
    private readonly print: (line: string) => void,
  ) {
    this.#record = new ProcessRecord(home);
    this.#ports = new Ports(home, config.port);
    this.#failed.promise.catch(() => undefined);
  }

  /** Rejects with the reason when the platform cannot go on: a service's configuration is wrong. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** Everything up to readiness; a failure leaves what has started for `stop`. */
  async start(): Promise<PlatformAddresses> {
    const left = await this.#record.endLeftovers();
    if (left.length > 0) this.print(`ended what an earlier run had left: ${left.join(', ')}`);
    await assertReachable(this.config.externalUrls);
    const services = discoverServices();
    const secrets = await ensureSecrets(this.home, services);
    const urls = await this.#startStores(secrets);
    await this.#migrate(urls, services, secrets);
    const environments = new ServiceEnvironments({ config: this.config, home: this.home, ports: this.#ports, urls, secrets });
    const addresses = await Promise.race([this.#startServices(services, environments), this.failed]);
    // Beside the demo company's, for the command line; no log ever shows it.
    if (addresses.api) this.home.write('operator.json', { base_url: addresses.api, operator_key: secrets.operatorKey });
    return addresses;
  }

  /** Services first, since they still write; then the stores. */
  async stop(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()));
    await Promise.all(this.#stores.map((store) => store.stop()));
    await this.#ports.release();
  }

  async #startStores(secrets: PlatformSecrets): Promise<Record<StoreName, string>> {
    this.print('starting the stores');
    const plans = await planStores(this.config, this.home, this.#ports, secrets, this.print);
    await Promise.all(
      plans.map(async ({ name, start }) => {
        const startedAt = Date.now();
        const store = this.#supervise(name, start);
        this.#stores.push(store);
        await store.start();
        this.print(`${name.padEnd(10)} ready after ${seconds(startedAt)}`);
      }),
    );
    const own = Object.fromEntries(plans.map(({ name, url }) => [name, url]));
    return { ...own, ...this.config.externalUrls } as Record<StoreName, string>;
  }

  async #migrate(urls: Record<StoreName, string>, services: readonly string[], secrets: PlatformSecrets): Promise<void> {
    const startedAt = Date.now();
    const nats = this.config.externalUrls.nats ?? withUser(urls.nats, PLATFORM_USER, secrets.nats[PLATFORM_USER]);
    const { ackWaitSeconds } = this.config;
    const steps = await migrateInProcess({ ...urls, nats }, services, secrets.roles, { ackWaitSeconds });
    this.print(`migrations and streams ${steps === 0 ? 'up to date' : `${steps} done`} after ${seconds(startedAt)}`);
  }

  async #startServices(names: readonly string[], environments: ServiceEnvironments): Promise<PlatformAddresses> {
    this.print('starting the services');
    const startedAt = Date.now();
    const addresses: Record<string, string> = {};
    await Promise.all(
      names.map(async (name) => {
        const { env, readyUrl, url } = await environments.of(name);
        addresses[name] = url;
        const logFile = this.home.path('logs', `${name}.log`);
        const service = this.#supervise(name, async () => startServiceProcess(name, env, logFile), logFile);
        this.#services.push(service);
        await service.start();
        await this.#waitUntilReady(name, readyUrl, logFile);
        this.print(`${name.padEnd(10)} ready after ${seconds(startedAt)}`);
      }),
    );
    return { api: addresses.gateway, sandbox: addresses.sandbox };
  }

  async #waitUntilReady(name: string, readyUrl: string, logFile: string): Promise<void> {
    const deadline = Date.now() + READY_SECONDS * 1000;
    const isReady = () =>
      fetch(readyUrl, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      );
    while (!(await isReady())) {
      if (Date.now() > deadline) throw new SetupError(`${name} is not ready after ${READY_SECONDS} s: ${lastWords(logFile)}`);
      await delay(100);
    }
    this.#running.add(name);
  }

  #supervise(name: string, start: () => Promise<StoreProcess>, logFile?: string): Supervised {
    let saidBefore = 0;
    return new Supervised({
      name,
      start: () => {
        if (logFile) saidBefore = sizeOf(logFile);
        return start();
      },
      onStart: (_name, pid) => this.#record.add(name, pid),
      onProgress: this.print,
      onEnd: (how) => {
        if (!logFile || !this.#isHopeless(name, how)) return true;
        this.#failed.reject(new SetupError(`${name} ended (${how}): ${lastWords(logFile, saidBefore)}`));
        return false;
      },
    });
  }

  /** A wrong configuration stays wrong; a service that has never been ready and ends by itself will do so again. */
  #isHopeless(name: string, how: string): boolean {
    return how === EXIT_CONFIG || (how.startsWith('exit') && !this.#running.has(name));
  }
}

function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}
