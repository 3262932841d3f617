import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@smartcontent/testing';
import type { Release } from './config.js';

const BUILT = join(import.meta.dirname, '..', 'dist', 'rolling');

/** A built service of one release, in a process of its own. */
export class RollingProcess implements AsyncDisposable {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.output += text));
  }

  /** Resolves when it is ready to work. */
  static async start(role: 'writer' | 'reader', release: Release, env: Record<string, string>): Promise<RollingProcess> {
    const child = spawn(process.execPath, [join(BUILT, `${role}-main.js`), release], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...env, LOG_LEVEL: 'info', CHECK_ANSWERS: '1' },
    });
    const service = new RollingProcess(child);
    await eventually(() => service.readiness(), { timeoutMs: 60_000 });
    return service;
  }

  /** As a deploy stops it; the exit code says whether it ended in good order. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  private async readiness(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error(this.output);
    const [, url] = /"health_url":"([^"]+)"/.exec(this.output) ?? [];
    if (!url) throw new Error(`not started yet: ${this.output}`);
    const response = await fetch(`${url}/readyz`);
    if (!response.ok) throw new Error(await response.text());
  }
}
