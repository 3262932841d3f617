/** A process for event-killer.test.ts: one replica of content, told by its first argument where everything is. */
import type { EventOf } from '@smartcontent/contracts';
import { Database, type DatabaseOptions, type Tx } from '@smartcontent/database';
import { type ActorTokenOptions, ActorTokens } from './actor-tokens.js';
import { connectBus } from './connection.js';
import { EventServer } from './event-server.js';
import { PostChanged } from './test-events.fixture.js';

export interface ProcessSettings {
  readonly natsUrl: string;
  readonly database: DatabaseOptions;
  readonly tokens: ActorTokenOptions;
  readonly maxAttempts: number;
}

const { natsUrl, database, tokens, maxAttempts } = JSON.parse(process.argv[2] as string) as ProcessSettings;
const say = (line: string) => process.stdout.write(`${line}\n`);
const silent = () => {};

const server = new EventServer({
  connection: await connectBus({ url: natsUrl, name: 'content' }),
  service: 'content',
  tokens: new ActorTokens(tokens),
  database: await Database.open(database),
  log: { info: silent, warn: silent, error: silent },
  metrics: { eventHandled: (_subject, outcome) => say(outcome) },
  retry: { maxAttempts, firstDelayMs: 10 },
});

/** What it does stands in the event's text. */
async function handle(event: EventOf<typeof PostChanged>, tx: Tx): Promise<void> {
  if (event.data.text === 'kill') process.kill(process.pid, 'SIGKILL');
  await tx.query('INSERT INTO effects (aggregate_id, version, text) VALUES ($1, $2, $3)', [
    event.aggregateId,
    event.aggregateVersion,
    event.data.text,
  ]);
}

server.addHandler(PostChanged.subject, handle as never, true, { contracts: [PostChanged] });
server.listen(() => say('started'));
