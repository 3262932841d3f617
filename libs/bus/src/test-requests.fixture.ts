import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RequestServer } from './request-server.js';
import type { TestBus } from './test-bus.fixture.js';

export interface RunningServer {
  stop(): Promise<void>;
  /** Loses its connection without a word to anybody, as a process that is killed. */
  crash(): Promise<void>;
}

/** A replica of a service that answers with these controllers, on a connection of its own. */
export async function startServer(bus: TestBus, service: 'content' | 'scheduling', ...controllers: Type[]): Promise<RunningServer> {
  const connection = await bus.connect(service);
  const server = new RequestServer({ connection, service, tokens: bus.tokens(service), log: bus.log });
  class TestModule {}
  const app = await NestFactory.createMicroservice({ module: TestModule, controllers }, { strategy: server, logger: false });
  await app.listen();
  await connection.flush();
  return { stop: () => app.close(), crash: () => connection.close() };
}
