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

interface Known {
  readonly config: StackConfig;
  readonly home: Home;
  readonly ports: Ports;
  readonly urls: Readonly<Record<StoreName, string>>;
  readonly secrets: PlatformSecrets;
}

/** What each service of an embedded platform is told. */
export class ServiceEnvironments {
  constructor(private readonly known: Known) {}

  async of(name: string): Promise<ServiceEnvironment> {
    const { config, ports } = this.known;
    const healthPort = await ports.of(`${name} health`);
    const port = name === 'gateway' ? config.port : await ports.of(`${name} http`);
    // The sandbox plays the outside world: it has no health port beside its own.
    const readyPort = name === 'sandbox' ? port : healthPort;
    const env = { ...this.#env(name), ...(await this.#neighbours(name)), PORT: String(port), HEALTH_PORT: String(healthPort) };
    return { env, url: `http://127.0.0.1:${port}`, readyUrl: `http://127.0.0.1:${readyPort}/readyz` };
  }

  /** Unless told otherwise the sandbox takes the mail and the posts of an embedded platform, and may play its models: nobody outside gets any, and no other receiver on this machine does. */
  async #neighbours(name: string): Promise<Record<string, string>> {
    const { config, ports } = this.known;
    if (name === 'sandbox') return { SMTP_PORT: String(await ports.of('sandbox smtp')) };
    if (name === 'identity') return { SMTP_URL: config.smtpUrl ?? `smtp://127.0.0.1:${await ports.of('sandbox smtp')}` };
    if (['scheduling', 'generation', 'embeddings'].includes(name))
      return { OUTGOING_ALLOWED_HOSTS: `127.0.0.1:${await ports.of('sandbox http')}` };
    return {};
  }

  #env(name: string): Record<string, string> {
    const { config, secrets, urls, home } = this.known;
    const publicKeys = Object.entries(secrets.actorKeys).map(([service, { publicKey }]) => [service, JSON.parse(publicKey)]);
    const postgres = serviceUrls(urls.postgres, name, secrets.roles);
    return {
      NATS_URL: config.externalUrls.nats ?? withUser(urls.nats, name, secrets.nats[name]),
      POSTGRES_URL: postgres.url,
      POSTGRES_SYSTEM_URL: postgres.systemUrl,
      REDIS_URL: urls.redis,
      CLICKHOUSE_URL: urls.clickhouse,
      HOST: '127.0.0.1',
      ACTOR_PRIVATE_KEY: secrets.actorKeys[name]?.privateKey ?? '',
      ACTOR_PUBLIC_KEYS: JSON.stringify(Object.fromEntries(publicKeys)),
      CURSOR_KEY: secrets.cursorKey,
      MASTER_KEY: secrets.masterKey,
      ...(config.ackWaitSeconds ? { ACK_WAIT_SECONDS: String(config.ackWaitSeconds) } : {}),
      ...(name === 'gateway' ? { OPERATOR_KEY: secrets.operatorKey } : {}),
      DATA_FOLDER: home.path('files', name),
    };
  }
}

/** The URL with a user's name and password in it. */
export function withUser(url: string, user: string, password = ''): string {
  return Object.assign(new URL(url), { username: user, password }).href;
}
