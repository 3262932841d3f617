import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { Engine } from './engine.ts';
import { createClickHouseServer } from './http-server.ts';

// This folder runs from source too (Node strips the types), hence imports that end in .ts.
const { values } = parseArgs({ options: { path: { type: 'string' }, port: { type: 'string', default: '0' } } });
if (!values.path) throw new Error('--path FOLDER is needed: where the data is kept');

const engine = new Engine(values.path);
const server = createClickHouseServer(engine, (error) => {
  console.error(`The engine ended itself: ${error.message}`);
  process.exit(1);
});
server.listen(Number(values.port), '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
server.once('error', (error) => {
  console.error(`error: ${error.message}`);
  process.exit(1);
});

process.once('SIGTERM', () => {
  server.close(async () => {
    await engine.close();
    process.exit(0);
  });
  // A connection that was busy just now turns idle a little later.
  setInterval(() => server.closeIdleConnections(), 50).unref();
});
