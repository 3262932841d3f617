import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ensureSecrets,
  findServers,
  freePort,
  Home,
  migrateStores,
  PLATFORM_USER,
  Ports,
  planStores,
  ServiceEnvironments,
  type StackConfig,
  type StoreName,
  startServiceProcess,
  withUser,
} from '@smartcontent/local-stack';
import { ChaosProcess } from './chaos-process.js';
import { TcpProxy } from './tcp-proxy.js';

export const SERVICES = [
  'identity',
  'content',
  'generation',
  'campaigns',
  'scheduling',
  'analytics',
  'embeddings',
  'gateway',
  'sandbox',
] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface StackOptions {
  /** Processes of a service; one unless told. */
  readonly replicas: Partial<Record<ServiceName, number>>;
  /** Further environment variables of every service. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ChaosStore {
  readonly process: ChaosProcess;
  /** By way of which the services reach it. */
  readonly proxy: TcpProxy;
  /** The administrator's, past the proxy. */
  readonly url: string;
}

export interface ChaosService {
  readonly service: ServiceName;
  readonly process: ChaosProcess;
  readonly readyUrl: string;
  readonly url: string;
}

const READY_SECONDS = 60;
/** Short, so that a message that a dead or stopped consumer held comes again soon. */
const ACK_WAIT_SECONDS = 2;

/** The platform as `npm start` runs it, in a folder of its own: real stores behind proxies, built services, a restarter for each. */
export class ChaosStack implements AsyncDisposable {
  readonly stores = {} as Record<StoreName, ChaosStore>;
  readonly services: ChaosService[] = [];
  /** Further environment variables by service, from its next start on. */
  readonly #env = new Map<ServiceName, Readonly<Record<string, string>>>();

  /** What the restarters do, with its time. */
  readonly #log = (line: string): void => {
    appendFileSync(this.home.path('logs', 'restarter.log'), `${new Date().toISOString()} ${line}\n`);
  };

  private constructor(
    readonly home: Home,
    private readonly ports: Ports,
    private readonly config: StackConfig,
    private readonly options: StackOptions,
  ) {}

  static async start(options: StackOptions): Promise<ChaosStack> {
    const folder = mkdtempSync(join(tmpdir(), 'smartcontent-chaos-'));
    // Started by root, Postgres runs as another user, who must be able to pass.
    chmodSync(folder, 0o711);
    const config = { home: folder, port: await freePort(), externalUrls: {}, startedAtMs: Date.now(), ackWaitSeconds: ACK_WAIT_SECONDS };
    const home = Home.open(folder);
    const stack = new ChaosStack(home, new Ports(home), config, options);
    try {
      await stack.#start();
    } catch (error) {
      await stack[Symbol.asyncDispose]();
      throw error;
    }
    return stack;
  }

  get gatewayUrl(): string {
    return this.of('gateway').url;
  }

  get sandboxUrl(): string {
    return this.of('sandbox').url;
  }

  /** @throws Error where no such replica runs; they count from 1 */
  of(service: ServiceName, replica = 1): ChaosService {
    const found = this.services.filter((known) => known.service === service)[replica - 1];
    if (!found) throw new Error(`There is no replica ${replica} of ${service}`);
    return found;
  }

  /** Kills every replica and has it started again with these environment variables beside its own. */
  async restartWith(service: ServiceName, env: Readonly<Record<string, string>>): Promise<void> {
    this.#env.set(service, env);
    const replicas = this.services.filter((known) => known.service === service);
    await Promise.all(replicas.map(({ process }) => process.kill()));
    await this.whenReady();
  }

  /** What the services have written into their logs so far. */
  get said(): string {
    return this.services.map(({ process }) => readFileSync(this.#logOf(process.name), 'utf8')).join('\n');
  }

  /** Resolves when every service's process says that it can work. */
  async whenReady(): Promise<void> {
    await Promise.all(this.services.map((service) => this.#whenReady(service)));
  }

  async #whenReady(service: ChaosService): Promise<void> {
    const deadline = Date.now() + READY_SECONDS * 1_000;
    while (!(await isReady(service.readyUrl))) {
      if (Date.now() > deadline) throw new Error(`${service.process.name} is not ready; its log is in ${this.home.path('logs')}`);
      await delay(50);
    }
  }

  /** Services first, since they still write; then the stores. The folder stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopServices();
    const stores = Object.values(this.stores);
    await Promise.all(stores.map((store) => store.process.stop()));
    await Promise.all(stores.map((store) => store.proxy.close()));
    await this.ports.release();
    this.home.release();
  }

  async stopServices(): Promise<void> {
    for (const store of Object.values(this.stores)) await store.proxy.mend().then(() => store.proxy.release('resume'));
    await Promise.all(this.services.map((service) => service.process.stop()));
    this.services.length = 0;
  }

  removeFolder(): void {
    rmSync(this.home.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #start(): Promise<void> {
    const { home, ports, config, options } = this;
    const secrets = await ensureSecrets(home, SERVICES);
    await this.#linkServers();
    const plans = await planStores(config, home, ports, secrets, this.#log);
    await Promise.all(
      plans.map(async ({ name, url, start }) => {
        const process = new ChaosProcess(name, start, this.#log);
        await process.start();
        const admin = name === 'nats' ? withUser(url, PLATFORM_USER, secrets.nats[PLATFORM_USER]) : url;
        this.stores[name] = { process, proxy: await TcpProxy.before(url), url: admin };
      }),
    );
    const admin = urlsOf(this.stores, ({ url }) => url);
    await migrateStores(admin, SERVICES, secrets.roles, { ackWaitSeconds: ACK_WAIT_SECONDS });
    const plain = Object.fromEntries(plans.map(({ name, url }) => [name, url])) as Record<StoreName, string>;
    const urls = urlsOf(this.stores, ({ proxy }, name) => proxy.through(plain[name]));
    const environments = new ServiceEnvironments({ config, home, ports, urls, secrets });
    for (const service of SERVICES) {
      const replicas = options.replicas[service] ?? 1;
      for (let replica = 1; replica <= replicas; replica += 1) await this.#addService(service, replica, environments);
    }
    await Promise.all(this.services.map((service) => service.process.start()));
    await this.whenReady();
  }

  #logOf(name: string): string {
    return this.home.path('logs', `${name}.log`);
  }

  /** Servers that were fetched for the tests need not be fetched again into this folder. */
  async #linkServers(): Promise<void> {
    const { from } = await findServers();
    if (from !== 'PATH') symlinkSync(from, this.home.path('bin'));
  }

  async #addService(service: ServiceName, replica: number, environments: ServiceEnvironments): Promise<void> {
    const { env, readyUrl, url } = await environments.of(service);
    const name = `${service}-${replica}`;
    const isFirst = replica === 1;
    const healthPort = isFirst ? env.HEALTH_PORT : String(await this.ports.of(`${name} health`));
    const own = { ...env, HEALTH_PORT: healthPort as string, LOG_LEVEL: 'info', ...this.options.env };
    const start = async () => startServiceProcess(service, { ...own, ...this.#env.get(service) }, this.#logOf(name));
    const process = new ChaosProcess(name, start, this.#log);
    this.services.push({ service, process, readyUrl: isFirst ? readyUrl : `http://127.0.0.1:${healthPort}/readyz`, url });
  }
}

function urlsOf(
  stores: Readonly<Record<StoreName, ChaosStore>>,
  url: (store: ChaosStore, name: StoreName) => string,
): Record<StoreName, string> {
  const entries = Object.entries(stores).map(([name, store]) => [name, url(store, name as StoreName)]);
  return Object.fromEntries(entries) as Record<StoreName, string>;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
