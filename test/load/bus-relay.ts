import { connectBus, Relay } from '@smartcontent/bus';
import { newId } from '@smartcontent/database';
import { Client } from 'pg';
import type { BenchStores } from './bench-stores.js';
import { BenchWritten, EVENT_TEXT } from './bus-event.js';
import { type Figures, median } from './figures.js';
import { silentLog } from './silent-log.js';

const ROUNDS = 3;
const BACKLOG = 60_000;

/** Rows as `commitChange` writes them, of a thousand aggregates in turn. */
const FILL = `
  WITH row AS (SELECT number, uuidv7() AS event_id, md5((number % 1000)::text || $3)::uuid AS aggregate_id FROM generate_series(1, $1::int) AS number)
  INSERT INTO scheduling.outbox (event_id, company_id, subject, aggregate_id, aggregate_version, headers, data)
  SELECT event_id, $2::uuid, $4, aggregate_id, (number - 1) / 1000 + 1,
    jsonb_build_object('specversion', '1.0', 'id', event_id, 'source', '/smartcontent/scheduling', 'type', $4::text, 'time', to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'datacontenttype', 'application/json', 'companyid', $2::text, 'aggregateid', aggregate_id, 'aggregateversion', ((number - 1) / 1000 + 1)::text,
      'correlationid', event_id, 'actor', 'service:scheduling'),
    jsonb_build_object('number', number, 'text', $5::text)
  FROM row ORDER BY number`;

/** Draining a prepared backlog with one relay: the median of a few rounds. */
export async function measureRelay(scope: AsyncDisposableStack, stores: BenchStores): Promise<Figures> {
  const admin = new Client(stores.postgresUrl);
  await admin.connect();
  scope.defer(() => admin.end());
  const database = await stores.database('scheduling');
  const connection = await connectBus({ url: stores.natsUrl, name: 'scheduling' });
  scope.defer(() => connection.close());
  const rates: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await admin.query(FILL, [BACKLOG, newId(), `round ${round}`, BenchWritten.subject, EVENT_TEXT]);
    await admin.query('CHECKPOINT');
    const relay = new Relay({ connection, service: 'scheduling', database, log: silentLog });
    const startedAt = performance.now();
    relay.start();
    await relay.drained();
    rates.push((BACKLOG / (performance.now() - startedAt)) * 1_000);
    await relay.stop();
  }
  return { relay_events_per_second: median(rates) };
}
