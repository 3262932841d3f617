import { connectBus, Relay } from '@smartcontent/bus';
import { Database, newId } from '@smartcontent/database';
import { Pool } from 'pg';
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
/** A row and its outbox row in one statement that commits by itself. */
const WRITE = `WITH changed AS (
    INSERT INTO scheduling.written (id, number, text) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, version = written.version + 1 RETURNING version)
  INSERT INTO scheduling.outbox (company_id, event_id, subject, aggregate_id, aggregate_version, headers, data)
  SELECT $4, $5, $6, $1, version, $7::jsonb || jsonb_build_object('aggregateversion', version::text), $8 FROM changed`;

/** A process of scheduling: `relay` publishes its outbox, `writer` changes rows for as long as it is told, and says how many. */
const role = process.argv[2] === 'relay' ? 'relay' : 'writer';
const { natsUrl, postgres } = readWriterConfig();
if (!postgres) throw new Error('scheduling keeps its rows in Postgres');
const connection = await connectBus({ url: natsUrl, name: 'scheduling' });
process.once('disconnect', () => process.exit());
if (role === 'relay') {
  const database = await Database.open({ schema: 'scheduling', ...postgres });
  new Relay({ connection, service: 'scheduling', database, log: silentLog }).start();
} else {
  const pool = new Pool({ connectionString: postgres.url, max: WRITERS });
  process.on('message', (milliseconds: number) => void write(pool, milliseconds).then((count) => process.send?.(count)));
}
process.send?.(0);

let isNudging = false;
/** As a replica does that does not hold the relay's lease: once for all commits of a turn. */
function nudge(): void {
  if (isNudging) return;
  isNudging = true;
  setImmediate(() => {
    isNudging = false;
    connection.publish('relay.scheduling.nudge');
  });
}

/** Each writer has its own rows, each of which it makes and then changes over and over. */
async function write(pool: Pool, milliseconds: number): Promise<number> {
  const companyId = newId();
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
      const values = [id, turn, EVENT_TEXT, companyId, eventId, BenchWritten.subject, JSON.stringify(headers), data];
      await pool.query({ name: 'write', text: WRITE, values });
      nudge();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return count;
}
