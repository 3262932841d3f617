import { Controller, Get, Res } from '@nestjs/common';
import { Metrics } from './metrics.js';

const CHECK_TIMEOUT_MS = 1_000;

interface StoreCheck {
  readonly isReady: () => Promise<boolean>;
  /** Without it the service answers, if slower; it is shown, and does not decide. */
  readonly isOptional?: boolean;
}

export interface Readiness {
  readonly status: 'ready' | 'waiting' | 'stopping';
  readonly stores: Readonly<Record<string, 'up' | 'down'>>;
  /** What the migrate step has not made yet, or could not be looked at yet; absent once everything was seen. */
  readonly missing?: readonly string[];
}

/** Whether the service can do its work now, by asking its stores. */
export class Health {
  private isStopping = false;
  private isHeld = false;

  constructor(
    private readonly checks: Readonly<Record<string, StoreCheck>>,
    private readonly missing: () => readonly string[] = () => [],
  ) {}

  /** From now on no new work should be sent here. */
  stop(): void {
    this.isStopping = true;
  }

  /** Not ready before `release`: there is more to open than stores, such as a public port. */
  hold(): { release(): void } {
    this.isHeld = true;
    return {
      release: () => {
        this.isHeld = false;
      },
    };
  }

  async read(): Promise<Readiness> {
    const answers = await Promise.all(
      Object.entries(this.checks).map(async ([store, check]) => ({ store, check, isUp: await answersInTime(check) })),
    );
    const isReady = answers.every(({ check, isUp }) => isUp || check.isOptional);
    const stores = Object.fromEntries(answers.map(({ store, isUp }) => [store, isUp ? ('up' as const) : ('down' as const)]));
    if (this.isStopping) return { status: 'stopping', stores };
    const missing = this.missing();
    if (missing.length > 0) return { status: 'waiting', stores, missing };
    return { status: isReady && !this.isHeld ? 'ready' : 'waiting', stores };
  }
}

async function answersInTime(check: StoreCheck): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  check.isReady().then(resolve, () => resolve(false));
  return promise.finally(() => clearTimeout(timer));
}

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}

/** The health port: alive, ready, metrics. Not for the public. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  @Get('livez')
  live(): { status: 'alive' } {
    return { status: 'alive' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<Readiness> {
    const readiness = await this.health.read();
    reply.status(readiness.status === 'ready' ? 200 : 503);
    return readiness;
  }

  @Get('metrics')
  async figures(@Res({ passthrough: true }) reply: Reply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
