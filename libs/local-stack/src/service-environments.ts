import { serviceUrls } from '@smartcontent/database';
import type { StackConfig, StoreName } from './config.js';
import type { Home } from './home.js';
import type { PlatformSecrets } from './platform-secrets.js';
import type { Ports } from './ports.js';

export interface ServiceEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 once the service can work. */
  readonly readyUrl: string;
  /** Its own HTTP address: the API of the gateway, the played platforms of the sandbox. */
  readonly url: string;
}

/** What each service of an embedded platform is told. */
export class ServiceEnvironments {
  constructor(
    private readonly config: StackConfig,
    private readonly home: Home,
    private readonly ports: Ports,
    private readonly stores: Readonly<Record<StoreName, string>>,
    private readonly secrets: PlatformSecrets,
  ) {}

  async of(name: string): Promise<ServiceEnvironment> {
    const healthPort = await this.ports.of(`${name} health`);
    const port = name === 'gateway' ? this.config.port : await this.ports.of(`${name} http`);
    const url = `http://127.0.0.1:${port}`;
    const readyPort = name === 'sandbox' ? port : healthPort;
    return { env: this.#env(name, port, healthPort), url, readyUrl: `http://127.0.0.1:${readyPort}/readyz` };
  }

  #env(name: string, port: number, healthPort: number): Record<string, string> {
    const { secrets, stores, home } = this;
    const postgres = serviceUrls(stores.postgres, name, secrets.roles);
    return {
      NATS_URL: this.#natsUrl(name),
      POSTGRES_URL: postgres.url,
      POSTGRES_SYSTEM_URL: postgres.systemUrl,
      REDIS_URL: stores.redis,
      CLICKHOUSE_URL: stores.clickhouse,
      HOST: '127.0.0.1',
      PORT: String(port),
      HEALTH_PORT: String(healthPort),
      ACTOR_PRIVATE_KEY: secrets.actorKeys[name]?.privateKey ?? '',
      ACTOR_PUBLIC_KEYS: JSON.stringify(this.#publicKeys()),
      CURSOR_KEY: secrets.cursorKey,
      MASTER_KEY: secrets.masterKey,
      ...(name === 'gateway' ? { OPERATOR_KEY: secrets.operatorKey } : {}),
      DATA_FOLDER: home.path('files', name),
      NODE_COMPILE_CACHE: home.path('compile-cache'),
    };
  }

  #natsUrl(name: string): string {
    if (this.config.externalUrls.nats) return this.config.externalUrls.nats;
    const url = new URL(this.stores.nats);
    return `${url.protocol}//${name}:${this.secrets.nats[name]}@${url.host}`;
  }

  #publicKeys(): Record<string, unknown> {
    const keys = Object.entries(this.secrets.actorKeys);
    return Object.fromEntries(keys.map(([service, key]) => [service, JSON.parse(key.publicKey)]));
  }
}
