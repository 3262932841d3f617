import type { TestProject } from 'vitest/node';
import { StackHost } from './stack-host.js';

declare module 'vitest' {
  interface ProvidedContext {
    stackHost: string;
  }
}

const host = new StackHost();

/** For `globalSetup` in vitest.config.ts: one host of stores per run, told to the workers. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('stackHost', await host.listen());
}

/** Ends the stores after the last file. */
export async function teardown(): Promise<void> {
  await host[Symbol.asyncDispose]();
}
