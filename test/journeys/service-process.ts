import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@smartcontent/testing';

/** A built service in a process of its own. */
export class ServiceProcess implements AsyncDisposable {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (this.output += text));
  }

  /** `command` is a built main and its arguments, from the root of the workspace. Resolves when it is ready to work. */
  static async start([main, ...args]: [string, ...string[]], env: Record<string, string>): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', main), ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...env, LOG_LEVEL: 'info', CHECK_ANSWERS: '1' },
    });
    const service = new ServiceProcess(child);
    await eventually(() => service.readiness(), { timeoutMs: 60_000 });
    return service;
  }

  /** What it has logged and complained about. */
  get printed(): string {
    return this.output;
  }

  /** What it tells whoever watches it. */
  async metrics(): Promise<string> {
    return (await fetch(`${this.healthUrl()}/metrics`)).text();
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
    const response = await fetch(`${this.healthUrl()}/readyz`);
    if (!response.ok) throw new Error(await response.text());
  }

  private healthUrl(): string {
    const [, url] = /"health_url":"([^"]+)"/.exec(this.output) ?? [];
    if (!url) throw new Error(`not started yet: ${this.output}`);
    return url;
  }
}
