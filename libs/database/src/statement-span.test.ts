import { expect, it } from 'vitest';
import { statementSpan } from './statement-span.js';

it.each([
  ['SELECT version FROM notes WHERE id = $1', 'SELECT notes'],
  ['INSERT INTO content.notes (id) SELECT id FROM unnest($1::uuid[]) AS given (id)', 'INSERT notes'],
  ['WITH event AS (INSERT INTO outbox (id) VALUES ($1)) INSERT INTO audit_log (id) VALUES ($2)', 'INSERT outbox INSERT audit_log'],
  ['WITH held AS MATERIALIZED (SELECT 1 FROM relay_lease) UPDATE outbox SET epoch = 1 FROM held', 'SELECT relay_lease UPDATE outbox'],
  ['INSERT INTO versions (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET v = 1 WHERE v IS DISTINCT FROM gap', 'INSERT versions'],
  ["SELECT set_config('app.company_id', $1, true)", 'SELECT'],
])('%s is called %s', (text, summary) => {
  expect(statementSpan('content', text)).toMatchObject({ name: summary, attributes: { 'db.query.text': text, 'db.namespace': 'content' } });
});
