import {
  AppError,
  ContentCreated,
  ContentDeleted,
  ContentMoved,
  ContentPublished,
  ContentUpdated,
  type EventContract,
  type EventOf,
  VersionApproved,
} from '@smartcontent/contracts';
import { Database, newId } from '@smartcontent/database';
import type { RunningService } from '@smartcontent/service';
import { deadLetterOf, eventually } from '@smartcontent/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { IndexQueueService } from '../src/indexing/index-queue.service.js';
import { useEmbeddings } from './use-embeddings.js';

const embeddings = useEmbeddings();
const { stack } = embeddings;
let service: RunningService;
beforeAll(async () => {
  service = await embeddings.start();
});

const WRITES: EventContract[] = [ContentCreated, ContentUpdated, ContentMoved, VersionApproved, ContentPublished];

/** A content of a company of its own, and what the index has of it. */
function written(contract: EventContract) {
  const caller = stack.caller();
  const { id } = embeddings.contents.set(caller.companyId, { revision: 1, title: contract.subject });
  const rows = () =>
    stack.query<{ state: string; revision: string }>('SELECT state, revision FROM embeddings.documents WHERE content_id = $1', [id]);
  return { caller, id, rows, tell: (data?: object) => embeddings.tell(contract, caller, id, 1, data) };
}

describe.each(WRITES)('the handler of $subject', (contract) => {
  test('indexes what the content says, once, also when it is delivered twice', async () => {
    const { caller, id, tell } = written(contract);
    for (const _ of [1, 2]) await tell();
    await embeddings.document(caller, id, { state: 'indexed', revision: 1, indexed_revision: 1, source: 'content', chunks: 1 });
    expect(await embeddings.found(caller)).toMatchObject([{ id, title: contract.subject }]);
  });

  test('gives a malformed one to the dead letters', async () => {
    const { rows, tell } = written(contract);
    const eventId = await tell({ user_id: 7, version_id: 7 });
    expect(await deadLetterOf(stack.nats, eventId)).toMatchObject({ cause: 'malformed', subject: `dlq.embeddings.${contract.subject}` });
    expect(await rows()).toEqual([]);
  });
});

describe.each([...WRITES, ContentDeleted])('a failing handler of $subject', (contract) => {
  test('tries again after a failure that passes', async () => {
    const { rows, tell } = written(contract);
    await stack.query(`
      CREATE FUNCTION embeddings.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a failure that passes'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON embeddings.documents FOR EACH ROW EXECUTE FUNCTION embeddings.fail()`);
    const eventId = await tell();
    await eventually(async () => {
      expect(await stack.query('SELECT 1 FROM embeddings.inbox WHERE event_id = $1 AND attempts > 0', [eventId])).toHaveLength(1);
    });
    expect(await rows()).toEqual([]);
    await stack.query('DROP FUNCTION embeddings.fail CASCADE');
    await service.drained();
    expect(await rows()).toMatchObject([{ revision: '1' }]);
  });

  test('gives one that can never be handled to the dead letters', async () => {
    const { rows, tell } = written(contract);
    const queue = service.get(IndexQueueService);
    queue.follow = async () => {
      throw new AppError('CONTENT_NOT_FOUND');
    };
    try {
      expect(await deadLetterOf(stack.nats, await tell())).toMatchObject({ cause: 'permanent' });
      expect(await rows()).toEqual([]);
    } finally {
      queue.follow = IndexQueueService.prototype.follow;
    }
  });
});

describe('the handler of evt.content.content.deleted.v1', () => {
  test('takes the content out of the index, also when it is delivered twice', async () => {
    const { caller, id, rows, tell } = written(ContentCreated);
    await tell();
    await embeddings.document(caller, id, { state: 'indexed' });
    embeddings.contents.delete(id);
    const engagement = 'SELECT content_id FROM embeddings.content_engagement WHERE company_id = $1';
    await stack.query(
      'INSERT INTO embeddings.content_engagement (company_id, content_id, weight, at, is_told) VALUES ($1, $2, 8, now(), true), ($1, $3, 8, now(), true)',
      [caller.companyId, id, caller.companyId],
    );
    for (const _ of [1, 2]) await embeddings.tell(ContentDeleted, caller, id, 2);
    await eventually(async () => expect(await embeddings.found(caller)).toEqual([]));
    await eventually(async () => expect(await rows()).toEqual([{ state: 'deleted', revision: '2' }]));
    // What readers did with it goes with it, and nothing of the others.
    await eventually(async () => expect(await stack.query(engagement, [caller.companyId])).toEqual([{ content_id: caller.companyId }]));
  });

  test('is not undone by what came late and is handled after it', async () => {
    const { caller, id, rows } = written(ContentCreated);
    const late = { companyId: caller.companyId, aggregateId: id, aggregateVersion: 2, subject: ContentUpdated.subject } as EventOf;
    const context = await stack.actorTokens('embeddings').serviceContext(caller.companyId, 'a late event');
    const follow = (event: EventOf) =>
      service.get(Database).withTenant(context, (tx) => service.get(IndexQueueService).follow([event], tx));
    await follow({ ...late, aggregateVersion: 3, subject: ContentDeleted.subject });
    await follow(late);
    expect(await rows()).toEqual([{ state: 'deleted', revision: '3' }]);
  });

  test('gives a malformed one to the dead letters', async () => {
    const eventId = await embeddings.tell(ContentDeleted, stack.caller(), newId(), 1, { user_id: 'nobody' });
    expect(await deadLetterOf(stack.nats, eventId)).toMatchObject({ cause: 'malformed' });
  });
});
