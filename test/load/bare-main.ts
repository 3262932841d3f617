import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import pg from 'pg';
import { readBareConfig } from './config.js';

/** What a create costs without a platform: one process, four statements one after the other, eight connections as a service has. */
const { port, postgresUrl } = readBareConfig();
const pool = new pg.Pool({ connectionString: postgresUrl, max: 8 });
const app = fastify();

interface Body {
  readonly company_id: string;
  readonly title: string;
  readonly content_text: string;
}

app.get('/readyz', async () => (await pool.query('SELECT 1')).rows[0]);

app.post<{ Body: Body }>('/content', async (request, reply) => {
  const { company_id, title, content_text } = request.body;
  const id = randomUUID();
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ name: 'tenant', text: `SELECT set_config('app.company_id', $1, true)`, values: [company_id] });
    const { rows } = await client.query({
      name: 'insert',
      text: 'INSERT INTO bare.content (company_id, id, title, content_text) VALUES ($1, $2, $3, $4) RETURNING *',
      values: [company_id, id, title, content_text],
    });
    await client.query('COMMIT');
    return reply.code(201).send(rows[0]);
  } finally {
    client.release();
  }
});

process.stdin.once('end', () => process.exit()).resume();
await app.listen({ port, host: '127.0.0.1' });
