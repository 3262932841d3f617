import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPERATED_SERVICES, OPERATOR_REQUESTS } from '@smartcontent/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readOperatorConfig } from './config.js';
import { run } from './run.js';

/** What the played platform answers to `METHOD path`, and what it was asked. */
let answers: Record<string, { status: number; body: unknown }>;
let asked: string[];
let bodies: unknown[];
let server: Server;
let url: string;
let printed: string;
let complained: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const [path] = (request.url ?? '').split('?');
    asked.push(`${request.method} ${request.url}`);
    bodies.push(body === '' ? undefined : JSON.parse(body));
    const answer = answers[`${request.method} ${path}`] ?? { status: 404, body: { code: 'GATEWAY_ROUTE_NOT_FOUND', detail: 'no' } };
    response
      .writeHead(answer.status, { 'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json' })
      .end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  [answers, asked, bodies, printed, complained] = [{}, [], [], '', ''];
  for (const service of OPERATED_SERVICES) lists(service, []);
});

const ask = (...words: string[]) =>
  run([...words, '--url', url, '--key', 'sc_operator_x'], {
    out: (text) => {
      printed += `${text}\n`;
    },
    err: (text) => {
      complained += `${text}\n`;
    },
  });
const example = OPERATOR_REQUESTS.content.GetDeadLetter.example.output;
const letter = (service: string, sequence: number, more: object = {}) => ({ ...example, service, sequence, ...more });
const refused = (status: number, code: string) => ({ status, body: { code, detail: `what ${code} means` } });
function lists(service: string, items: unknown[], next_cursor: string | null = null): void {
  answers[`GET /v1/operator/${service}/dead-letters`] = { status: 200, body: { items, next_cursor } };
}
const replays = (name: string, answer: { status: number; body: unknown }) => {
  const [service, sequence] = name.split(':');
  answers[`POST /v1/operator/${service}/dead-letters/${sequence}/replay`] = answer;
};
const done = { status: 200, body: { outcome: 'replayed' } };

describe('dead-letters list', () => {
  it('shows the letters of all services in the order in which they were given up', async () => {
    lists('content', [letter('content', 17, { dead_at: '2026-01-06T10:00:00.000Z', error: 'x'.repeat(200) })]);
    lists('analytics', [letter('analytics', 3, { dead_at: '2026-01-06T09:00:00.000Z', event: null })]);
    expect(await ask('dead-letters', 'list')).toBe(0);
    const [head, first, second, ...rest] = printed.trimEnd().split('\n');
    expect(head).toMatch(/^LETTER +GIVEN UP +CAUSE +SUBJECT +COMPANY +ERROR$/);
    expect(first).toMatch(/^analytics:3 +2026-01-06T09:00:00.000Z +permanent +evt\.scheduling\.post\.published\.v1 +– /);
    expect(second).toMatch(/^content:17 .*x{79}…$/);
    expect([rest, complained]).toEqual([[], '']);
  });

  it('hands on its filters, and gives JSON where that is wanted', async () => {
    lists('content', [letter('content', 17)]);
    expect(
      await ask('dead-letters', 'list', '--service', 'content', '--cause', 'permanent', '--subject', 'evt.scheduling.>', '--json'),
    ).toBe(0);
    expect(asked).toEqual(['GET /v1/operator/content/dead-letters?cause=permanent&subject=evt.scheduling.%3E&limit=100']);
    expect(JSON.parse(printed)).toEqual({ items: [letter('content', 17)] });
  });

  it('says which service has more, and says so when there is nothing', async () => {
    lists('content', [letter('content', 1), letter('content', 2)]);
    expect(await ask('dead-letters', 'list', '--limit', '1')).toBe(0);
    expect(complained).toBe('smartcontent: content has more: raise --limit\n');
    lists('content', []);
    printed = '';
    await ask('dead-letters', 'list');
    expect(printed).toBe('no dead letters\n');
  });

  it('shows what it can reach while one service is away, with exit code 1', async () => {
    lists('content', [letter('content', 17)]);
    answers['GET /v1/operator/identity/dead-letters'] = refused(503, 'PLATFORM_SERVICE_UNAVAILABLE');
    expect(await ask('dead-letters', 'list')).toBe(1);
    expect([printed.includes('content:17'), complained.startsWith('smartcontent: identity: 503')]).toEqual([true, true]);
  });
});

describe('dead-letters show', () => {
  it('tells everything about a letter, and lets nothing of it steer the terminal', async () => {
    const body = letter('content', 17, { error: 'red \u001b[31m', data: { text: 'a\u009b31m' } });
    answers['GET /v1/operator/content/dead-letters/17'] = { status: 200, body };
    expect(await ask('dead-letters', 'show', 'content:17')).toBe(0);
    for (const part of ['content:17', 'permanent', 'content_EVT_SCHEDULING', 'ATTEMPT', 'ce-id', '"text": "a\\u009b31m"', 'red  [31m'])
      expect(printed).toContain(part);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(printed).not.toMatch(/[\u001b\u009b]/);
    printed = '';
    expect(await ask('dead-letters', 'show', 'content:17', '--json')).toBe(0);
    expect(printed).not.toContain('\u009b');
    expect(JSON.stringify(JSON.parse(printed))).toContain('a\u009b31m');
  });

  it('shows the text of what is no JSON', async () => {
    answers['GET /v1/operator/content/dead-letters/17'] = {
      status: 200,
      body: letter('content', 17, { event: null, data: null, text: 'no JSON' }),
    };
    await ask('dead-letters', 'show', 'content:17');
    expect(printed).toContain('text\n"no JSON"');
    expect(printed).toContain('it can be dropped, not replayed');
  });
});

describe('dead-letters replay', () => {
  it('tells what became of each, and ends with 1 where one failed again', async () => {
    replays('content:17', done);
    replays('content:18', refused(409, 'PLATFORM_DEAD_LETTER_FAILING'));
    replays('content:19', { status: 200, body: { outcome: 'duplicate' } });
    expect(await ask('dead-letters', 'replay', 'content:17', 'content:18', 'content:19')).toBe(1);
    expect(printed).toMatch(/content:17 +replayed\ncontent:18 +refused +409 PLATFORM_DEAD_LETTER_FAILING what .*\ncontent:19 +duplicate\n/);
  });

  it('goes through all that fit, page after page, oldest first', async () => {
    let page = 0;
    const pages = [[letter('content', 1), letter('content', 4)], [letter('content', 9)]];
    Object.defineProperty(answers, 'GET /v1/operator/content/dead-letters', {
      get: () => ({ status: 200, body: { items: pages[page], next_cursor: page++ === 0 ? 'next' : null } }),
    });
    for (const name of ['content:1', 'content:4', 'content:9']) replays(name, done);
    expect(await ask('dead-letters', 'replay', '--all', '--cause', 'permanent', '--json')).toBe(0);
    expect(JSON.parse(printed)).toEqual({
      items: ['content:1', 'content:4', 'content:9'].map((name) => ({ letter: name, outcome: 'replayed' })),
    });
    expect(asked).toContain('GET /v1/operator/content/dead-letters?cause=permanent&limit=100&cursor=next');
  });

  it('takes no more than the limit, and stops where a store is away', async () => {
    lists('content', [letter('content', 1), letter('content', 2), letter('content', 3)]);
    replays('content:1', done);
    replays('content:2', refused(503, 'PLATFORM_STORE_UNAVAILABLE'));
    expect(await ask('dead-letters', 'replay', '--all', '--limit', '1')).toBe(0);
    expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(await ask('dead-letters', 'replay', '--all')).toBe(1);
    expect(complained).toContain('503 PLATFORM_STORE_UNAVAILABLE what PLATFORM_STORE_UNAVAILABLE means; nothing more was done');
    expect(asked).not.toContain('POST /v1/operator/content/dead-letters/3/replay');
  });
});

describe('dead-letters drop', () => {
  beforeEach(() => {
    answers['DELETE /v1/operator/content/dead-letters/17'] = { status: 200, body: { outcome: 'dropped' } };
    answers['DELETE /v1/operator/analytics/dead-letters/3'] = { status: 200, body: { outcome: 'gone' } };
    answers['DELETE /v1/operator/content/dead-letters/99'] = refused(404, 'PLATFORM_DEAD_LETTER_NOT_FOUND');
  });

  it('says which were gone already', async () => {
    expect(await ask('dead-letters', 'drop', 'content:17', 'analytics:3')).toBe(0);
    expect(printed).toMatch(/content:17 +dropped\nanalytics:3 +gone\n/);
  });

  it('goes on past one that never was, with exit code 1', async () => {
    expect(await ask('dead-letters', 'drop', 'content:99', 'content:17')).toBe(1);
    expect(printed).toMatch(/content:99 +refused +404 .*\ncontent:17 +dropped\n/);
  });
});

it('events replay tells how many go out again and how many cannot', async () => {
  answers['POST /v1/operator/content/events/replay'] = { status: 200, body: { requeued: 12, lost: 3 } };
  const range = ['--from', '2026-01-06T09:00:00Z', '--to', '2026-01-06T10:00:00Z'];
  expect(await ask('events', 'replay', '--service', 'content', ...range)).toBe(0);
  expect(printed).toBe('12 events of content are published again; of 3 the payload is not kept any more\n');
  answers['POST /v1/operator/content/events/replay'] = { status: 200, body: { requeued: 1, lost: 0 } };
  printed = '';
  await ask('events', 'replay', '--service', 'content', ...range);
  expect(printed).toBe('1 event of content is published again\n');
  expect(bodies[0]).toEqual({ from: '2026-01-06T09:00:00Z', to: '2026-01-06T10:00:00Z' });
});

it.each([
  [
    { requeued: 0, lost: 0 },
    [],
    'content published nothing between 2026-01-06T09:00:00Z and 2026-01-06T10:00:00Z, or it is on its way already\n',
  ],
  [{ requeued: 0, lost: 3 }, [], 'of what content published between 2026-01-06T09:00:00Z and 2026-01-06T10:00:00Z (3) no payload is kept'],
  [{ requeued: 0, lost: 0 }, ['--subject', 'evt.content.contnt.created.v1'], 'no contract has this subject\n'],
])('events replay says why nothing goes out: %j %j', async (body, subject, why) => {
  answers['POST /v1/operator/content/events/replay'] = { status: 200, body };
  await ask('events', 'replay', '--service', 'content', '--from', '2026-01-06T09:00:00Z', '--to', '2026-01-06T10:00:00Z', ...subject);
  expect(printed).toMatch(/^nothing is published again: /);
  expect(printed).toContain(why);
});

describe('rebuild', () => {
  const path = (service: string) => `POST /v1/operator/${service}/projections/activity/rebuild`;

  it('finds the service that keeps the projection', async () => {
    for (const service of OPERATED_SERVICES) answers[path(service)] = refused(404, 'PLATFORM_PROJECTION_NOT_FOUND');
    answers[path('analytics')] = { status: 202, body: { projection: 'activity', sources: ['content', 'scheduling'] } };
    expect(await ask('rebuild', 'activity')).toBe(0);
    expect(printed).toBe('activity of analytics is set back and fills again from the events of content and scheduling\n');
  });

  it('asks no further where a service is away: it may be the one', async () => {
    answers[path('identity')] = refused(503, 'PLATFORM_SERVICE_UNAVAILABLE');
    expect(await ask('rebuild', 'activity')).toBe(1);
    expect([asked.length, complained]).toEqual([1, expect.stringMatching(/identity: 503 PLATFORM_SERVICE_UNAVAILABLE .*--service/)]);
  });

  it('says so where nobody keeps it, and which there are', async () => {
    const body = { code: 'PLATFORM_PROJECTION_NOT_FOUND', detail: 'no such', data: { projections: [] as string[] } };
    for (const service of OPERATED_SERVICES) answers[path(service)] = { status: 404, body };
    expect(await ask('rebuild', 'activity')).toBe(1);
    answers[path('content')] = { status: 404, body: { ...body, data: { projections: ['shelves', 'authors'] } } };
    expect(await ask('rebuild', 'activity')).toBe(1);
    expect(complained).toBe(
      'smartcontent: 404 PLATFORM_PROJECTION_NOT_FOUND no such; there are none\n' +
        'smartcontent: 404 PLATFORM_PROJECTION_NOT_FOUND no such; there are shelves, authors\n',
    );
  });
});

describe('the command line of the operator', () => {
  it.each([
    [['dead-letters', 'explode'], 'there is no command "dead-letters explode"'],
    [['dead-letters', 'list', 'content'], 'what is "content"?'],
    [['dead-letters', 'list', '--service', 'gateway'], 'no service gateway keeps messages; those that do are identity'],
    [['dead-letters', 'list', '--colour', 'red'], 'dead-letters list has no option --colour'],
    [['dead-letters', 'list', '--cause', 'boredom'], '--cause: Invalid option'],
    [['dead-letters', 'list', '--company_id', 'acme'], '--company_id: Invalid UUID'],
    [['dead-letters', 'list', '--subject', 'evt..a'], '--subject: must be a subject'],
    [['dead-letters', 'list', '--subject', 'dlq.content.evt.>'], '--subject: must be the subject of the event, without dlq'],
    [['dead-letters', 'list', '--limit', '0'], '--limit must be a whole number'],
    [['dead-letters', 'show'], 'needs a letter'],
    [['dead-letters', 'show', '17'], '"17" is no letter'],
    [['dead-letters', 'show', 'content:0'], '"content:0" is no letter'],
    [['dead-letters', 'show', 'gateway:1'], 'no service gateway keeps messages; those that do are identity'],
    [['dead-letters', 'show', 'content:1', 'content:2'], 'takes one letter'],
    [['dead-letters', 'drop'], 'needs a letter'],
    [['dead-letters', 'replay'], 'takes letters, or --all'],
    [['dead-letters', 'replay', 'content:1', '--all'], 'takes letters, or --all'],
    [['dead-letters', 'replay', '--all=false'], '--all takes no value'],
    [['dead-letters', 'replay', 'content:1', '--cause', 'permanent'], '--cause chooses among all letters: it goes with --all'],
    [['events', 'replay'], 'events replay needs --service'],
    [['events', 'replay', '--service', 'content'], 'events replay needs --from'],
    [['events', 'replay', '--service', 'content', '--from', 'monday', '--to', 'friday'], '--from: must be an instant'],
    [['events', 'replay', '--service', 'content', '--from', '2026-01-06', '--to', 'friday'], 'such as 2026-01-06T09:00:00Z'],
    [
      ['events', 'replay', '--service', 'content', '--from', '2026-01-06T10:00:00Z', '--to', '2026-01-06T09:00:00Z'],
      '--to: must lie after from',
    ],
    [
      [
        ...['events', 'replay', '--service', 'content', '--from', '2026-01-06T09:00:00Z', '--to', '2026-01-06T10:00:00Z'],
        ...['--subject', 'evt.scheduling.post.published.v1'],
      ],
      '--subject: must be the subject of an event of content',
    ],
    [['rebuild'], 'rebuild takes the name of one projection'],
    [['rebuild', 'Activity!'], '--projection: must be the name'],
  ])('does not send %j', async (words, complaint) => {
    expect(await ask(...words)).toBe(2);
    expect(complained).toContain(complaint);
    expect(asked).toEqual([]);
  });

  it('helps', async () => {
    expect(await ask('dead-letters', '--help')).toBe(0);
    expect(printed).toContain('dead-letters replay SERVICE:N … | --all');
  });
});

describe('the operator’s key', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'smartcontent-cli-'));
    writeFileSync(join(home, 'operator.json'), JSON.stringify({ base_url: 'http://127.0.0.1:4711', operator_key: 'sc_operator_own' }));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('is that of the platform started here, for that platform only', () => {
    const env = { SMARTCONTENT_HOME: home };
    expect(readOperatorConfig({}, env)).toMatchObject({ baseUrl: 'http://127.0.0.1:4711', credential: 'sc_operator_own' });
    const elsewhere = readOperatorConfig({ url: 'https://elsewhere.example' }, env);
    expect(elsewhere).toEqual({ baseUrl: 'https://elsewhere.example', credential: undefined, source: null });
    const given = { ...env, SMARTCONTENT_OPERATOR_KEY: 'sc_operator_given' };
    expect(readOperatorConfig({}, given).credential).toBe('sc_operator_given');
    expect(readOperatorConfig({ key: 'sc_operator_typed' }, given).credential).toBe('sc_operator_typed');
  });

  it('is asked for where there is none', async () => {
    const output = { out: () => {}, err: (text: string) => (complained += text) };
    expect(await run(['dead-letters', 'list', '--url', url], output)).toBe(2);
    expect(complained).toContain('SMARTCONTENT_OPERATOR_KEY');
  });
});
