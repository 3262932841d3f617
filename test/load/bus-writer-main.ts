import { ActorTokens, connectBus, Relay } from '@smartcontent/bus';
import { Database, newId } from '@smartcontent/database';
import { BenchWritten, EVENT_TEXT } from './bus-event.js';
import { readWriterConfig } from './config.js';
import { silentLog } from './silent-log.js';

const WRITERS = 8;
const AGGREGATES = 400;
const HEADERS = {
  specversion: '1.0',
  source: '/smartcontent/scheduling',
  type: BenchWritten.subject,
  datacontenttype: 'application/json',
  actor: 'service:scheduling',
};
/** A row and its outbox row, as a store on a hot path writes them. */
const WRITE = `WITH changed AS (
    INSERT INTO written (id, number, text) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, version = written.version + 1 RETURNING version)
  INSERT INTO outbox (company_id, event_id, subject, aggregate_id, aggregate_version, headers, data)
  SELECT $4, $5, $6, $1, version, $7::jsonb || jsonb_build_object('aggregateversion', version::text), $8 FROM changed`;

/** A process of scheduling: `relay` publishes its outbox, `writer` changes rows for as long as it is told, and says how many. */
const role = process.argv[2] === 'relay' ? 'relay' : 'writer';
const config = readWriterConfig();
if (!config.postgres) throw new Error('scheduling keeps its rows in Postgres');
const database = await Database.open({ schema: 'scheduling', ...config.postgres, poolSize: WRITERS });
const connection = await connectBus({ url: config.natsUrl, name: 'scheduling' });
process.once('disconnect', () => process.exit());
if (role === 'relay') new Relay({ connection, service: 'scheduling', database, log: silentLog }).start();
else {
  // Only the relay's process holds the lease; this one tells it of each commit.
  database.onOutboxWrite(() => connection.publish('relay.scheduling.nudge'));
  process.on('message', (milliseconds: number) => void write(milliseconds).then((count) => process.send?.(count)));
}
process.send?.(0);

/** Each writer has its own rows, each of which it makes and then changes over and over. */
async function write(milliseconds: number): Promise<number> {
  const tokens = new ActorTokens({ service: 'scheduling', privateKey: config.actorPrivateKey, publicKeys: {} });
  const companyId = newId();
  const context = await tokens.serviceContext(companyId, 'bench');
  const endsAt = performance.now() + milliseconds;
  let count = 0;
  const writer = async () => {
    const ids = Array.from({ length: AGGREGATES / WRITERS }, newId);
    for (let turn = 0; performance.now() < endsAt; turn += 1) {
      const id = ids[turn % ids.length] as string;
      const eventId = newId();
      const headers = {
        ...HEADERS,
        id: eventId,
        time: new Date().toISOString(),
        companyid: companyId,
        aggregateid: id,
        correlationid: eventId,
      };
      const data = JSON.stringify({ number: turn, text: EVENT_TEXT });
      await database.withTenant(context, async (tx) => {
        await tx.query(WRITE, [id, turn, EVENT_TEXT, companyId, eventId, BenchWritten.subject, JSON.stringify(headers), data]);
        tx.noteOutboxWrite();
      });
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return count;
}
