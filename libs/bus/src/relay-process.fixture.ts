/** A process for relay-take-over.test.ts: one replica's relay. Its argument says where broker and database are. */
import { Database } from '@smartcontent/database';
import { connectBus } from './connection.js';
import { Relay } from './relay.js';

const { natsUrl, ...urls } = JSON.parse(process.argv[2] ?? '');
const silent = () => {};
const log = { info: silent, warn: silent, error: silent };
const connection = await connectBus({ url: natsUrl, name: 'scheduling' });
new Relay({ connection, service: 'scheduling', database: await Database.open({ schema: 'scheduling', ...urls }), log }).start();
process.on('SIGUSR2', () => process.stdout.write('alive\n'));
