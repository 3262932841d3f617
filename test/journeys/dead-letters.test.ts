import { run } from '@smartcontent/cli';
import {
  ApproveContent,
  type Content,
  CreateContent,
  GetContent,
  PostPublished,
  SubmitContent,
  UpdateContent,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { deadLetterOf, eventually, playEvent } from '@smartcontent/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TcpProxy } from '../chaos/tcp-proxy.js';
import { Company } from './company.js';
import { usePlatform } from './platform.js';

const KEY = `sc_operator_${'Journey-'.repeat(5)}`;
let postgres: TcpProxy;
const platform = usePlatform(async (stack) => {
  const content = stack.env('content');
  postgres = await TcpProxy.before(content.POSTGRES_URL as string);
  return {
    gateway: { OPERATOR_KEY: KEY },
    content: {
      POSTGRES_URL: postgres.through(content.POSTGRES_URL as string),
      POSTGRES_SYSTEM_URL: postgres.through(content.POSTGRES_SYSTEM_URL as string),
    },
  };
});
const { stack } = platform;
let acme: Company;
let printed: string;
let complained: string;
beforeAll(async () => {
  acme = await Company.signUp(platform);
});
beforeEach(() => {
  printed = '';
  complained = '';
});
afterAll(() => postgres.cut());

/** One line of the operator's; its exit code. */
function operator(line: string): Promise<number> {
  return run([...line.split(' '), '--url', platform.url, '--key', KEY], {
    out: (text) => {
      printed += `${text}\n`;
    },
    err: (text) => {
      complained += `${text}\n`;
    },
  });
}
async function asJson<T>(line: string): Promise<T> {
  printed = '';
  await operator(`${line} --json`);
  return JSON.parse(printed) as T;
}
const letters = async () => (await asJson<{ items: { service: string; sequence: number }[] }>('dead-letters list')).items;

/** A post that left with a version which content has lost, as after a restore from an older backup. */
async function lostVersion() {
  const draft = await platform.call(CreateContent, { content_type: 'blog_post', title: 'Lost', content_text: 'One.' }, acme.token);
  const edited = await platform.call(UpdateContent, { content_id: draft.id, revision: 1, content_text: 'Two.' }, acme.token);
  await platform.call(SubmitContent, { content_id: draft.id }, acme.token);
  await platform.call(ApproveContent, { content_id: draft.id, version_hash: edited.version_hash }, acme.token);
  const before = await platform.call(GetContent, { content_id: draft.id }, acme.token);
  const [version] = await stack.query('DELETE FROM content.content_versions WHERE id = $1 RETURNING to_jsonb(content_versions) AS row', [
    draft.version_id,
  ]);
  const data = {
    content_id: draft.id,
    version_id: draft.version_id,
    platform: 'webhook',
    platform_account_id: newId(),
    scheduled_time: '2026-11-22T09:00:00.000000Z',
    published_at: '2026-11-22T09:00:01.000000Z',
    platform_post_id: null,
  };
  const id = await playEvent(stack.nats, PostPublished, { companyId: draft.company_id, aggregateId: newId(), data });
  const letter = await deadLetterOf(stack.nats, id);
  const restore = 'INSERT INTO content.content_versions SELECT * FROM jsonb_populate_record(NULL::content.content_versions, $1)';
  return { before, id, letter, repair: () => stack.query(restore, [(version as { row: unknown }).row]) };
}

/** Revisions and publications since, and lines of the timeline that tell of it: what the event did to content and to analytics. */
async function effectsOn(before: Content): Promise<[revisions: number, published: number, lines: number]> {
  const now = await platform.call(GetContent, { content_id: before.id }, acme.token);
  const ids = await stack.query<{ event_id: string }>(
    "SELECT event_id FROM content.outbox WHERE aggregate_id = $1 AND subject LIKE '%.published.v1'",
    [before.id],
  );
  const lines = await stack.query('SELECT 1 FROM analytics.content_activity WHERE event_id = ANY($1)', [
    ids.map(({ event_id }) => event_id),
  ]);
  return [now.revision - before.revision, ids.length, lines.length];
}

describe('an event that a service gave up', () => {
  it('is found, understood, repaired, replayed and has its effect once', async () => {
    const { before, letter, repair } = await lostVersion();
    expect(letter.cause).toBe('permanent');
    expect(await operator('dead-letters list')).toBe(0);
    expect(printed).toMatch(/\ncontent:\d+ .* permanent +evt\.scheduling\.post\.published\.v1 .*CONTENT_VERSION_NOT_FOUND/);
    const [found] = await letters();
    const name = `content:${found?.sequence}`;

    printed = '';
    expect(await operator(`dead-letters show ${name}`)).toBe(0);
    expect(printed).toMatch(/ATTEMPT +FAILED WITH\n\S+Z +CONTENT_VERSION_NOT_FOUND/);
    expect(printed).toContain(`"content_id": "${before.id}"`);

    printed = '';
    expect(await operator(`dead-letters replay ${name}`)).toBe(1);
    expect(printed).toMatch(/refused +409 PLATFORM_DEAD_LETTER_FAILING .*CONTENT_VERSION_NOT_FOUND/);
    expect([await effectsOn(before), await letters()]).toEqual([[0, 0, 0], [found]]);

    await repair();
    printed = '';
    expect(await operator(`dead-letters replay ${name}`)).toBe(0);
    expect(printed).toMatch(new RegExp(`${name} +replayed\n`));
    await eventually(async () => expect(await effectsOn(before)).toEqual([1, 1, 1]));

    expect(await operator(`dead-letters replay ${name}`)).toBe(1);
    expect(printed).toContain('404 PLATFORM_DEAD_LETTER_NOT_FOUND');
    printed = '';
    expect(await operator('dead-letters list')).toBe(0);
    expect([printed, await effectsOn(before)]).toEqual(['no dead letters\n', [1, 1, 1]]);
  });

  it('waits for the store that its handler needs', async () => {
    const { before, repair } = await lostVersion();
    await repair();
    const [letter] = await letters();
    await postgres.cut();
    expect(await operator(`dead-letters replay content:${letter?.sequence}`)).toBe(1);
    expect(complained).toContain('503 PLATFORM_STORE_UNAVAILABLE');
    await postgres.mend();
    expect(await letters()).toEqual([letter]);
    await eventually(async () => expect(await operator(`dead-letters replay content:${letter?.sequence}`)).toBe(0));
    await eventually(async () => expect(await effectsOn(before)).toEqual([1, 1, 1]));
  });

  it('comes back with all others of its kind in one command, those that still fail excepted', async () => {
    const good = [await lostVersion(), await lostVersion()];
    const bad = await lostVersion();
    for (const { repair } of good) await repair();
    expect(await operator('dead-letters replay --all --cause permanent --service content')).toBe(1);
    expect(printed.match(/ replayed/g)).toHaveLength(2);
    expect(printed.match(/ refused/g)).toHaveLength(1);
    for (const { before } of good) await eventually(async () => expect(await effectsOn(before)).toEqual([1, 1, 1]));
    const left = await letters();
    expect([left.length, await effectsOn(bad.before)]).toEqual([1, [0, 0, 0]]);
    for (const outcome of ['dropped', 'gone']) {
      printed = '';
      expect(await operator(`dead-letters drop content:${left[0]?.sequence}`)).toBe(0);
      expect(printed).toContain(outcome);
    }
    expect(await letters()).toEqual([]);
  });
});

describe('what a broker or a projection lost', () => {
  /** What every service made of all events so far. */
  const made = async () => ({
    lines: await stack.query(
      'SELECT event_id, content_id, type, aggregate_version FROM analytics.content_activity ORDER BY occurred_at, event_id',
    ),
    contents: await stack.query('SELECT id, status, revision FROM content.content ORDER BY id'),
    posts: await stack.query('SELECT post_id, status FROM content.content_posts ORDER BY post_id'),
  });
  const settled = async () => {
    await eventually(async () => {
      const rows = await stack.query('SELECT 1 FROM content.outbox WHERE published_at IS NULL');
      expect(rows).toEqual([]);
    });
    await platform.drained();
  };

  it('is sent again twice, and nothing is doubled', async () => {
    const content = await acme.writeApproved('Told again');
    await eventually(async () =>
      expect(await stack.query('SELECT 1 FROM analytics.content_activity WHERE content_id = $1', [content.id])).not.toEqual([]),
    );
    await settled();
    const before = await made();
    const range = `--from ${new Date(Date.now() - 600_000).toISOString()} --to ${new Date(Date.now() + 1_000).toISOString()}`;
    for (const _ of [1, 2]) {
      printed = '';
      expect(await operator(`events replay --service content ${range}`)).toBe(0);
      expect(printed).toMatch(/^[1-9]\d* events of content are published again\n$/);
      await settled();
      expect(await made()).toEqual(before);
    }
  });

  it('is built again twice, and is what it was', async () => {
    await settled();
    const before = await made();
    expect(before.lines.length).toBeGreaterThan(3);
    for (const _ of [1, 2]) {
      printed = '';
      expect(await operator('rebuild activity')).toBe(0);
      expect(printed).toBe('activity of analytics is set back and fills again from the events of content and scheduling\n');
      await eventually(async () => expect((await made()).lines).toHaveLength(before.lines.length));
      await settled();
      expect(await made()).toEqual(before);
    }
  });
});
