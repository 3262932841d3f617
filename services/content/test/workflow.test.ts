import {
  ApproveContent,
  ArchiveContent,
  type Content,
  type ContentStatus,
  GetContent,
  GetVersion,
  RejectContent,
  RequestChanges,
  SubmitContent,
  UpdateContent,
} from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import type { Caller } from '@smartcontent/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIFECYCLE, type Step } from '../src/lifecycle.js';
import { refusal, useContent, write } from './use-content.js';

const { stack } = useContent();

async function submitted(caller: Caller): Promise<Content> {
  const written = await write(caller);
  return { ...written, ...(await caller.call(SubmitContent, { content_id: written.id })) };
}

async function approved(caller: Caller): Promise<Content> {
  const { id, version_hash, ...rest } = await submitted(caller);
  return { ...rest, ...(await caller.call(ApproveContent, { content_id: id, version_hash })), version_hash };
}

describe('approval', () => {
  test('binds to the hash of the current version and stands on that version', async () => {
    const author = stack.caller({ role: 'user' });
    const manager = stack.caller({ role: 'manager', companyId: author.companyId });
    const { id, version_id, version_hash } = await submitted(author);
    const answer = await manager.call(ApproveContent, { content_id: id, version_hash });
    expect(answer).toMatchObject({ status: 'approved', revision: 3, approved_version_id: version_id });
    expect(answer).not.toHaveProperty('content_text');
    const version = await author.call(GetVersion, { content_id: id, version_id });
    expect(version).toMatchObject({ approved_by: manager.userId, approved_at: expect.any(String) });
  });

  test('of a text that was replaced meanwhile is refused; the new one can be approved', async () => {
    const admin = stack.caller();
    const seen = await submitted(admin);
    const edited = await admin.call(UpdateContent, { content_id: seen.id, revision: 2, content_text: 'Something else.' });
    expect(edited.status).toBe('review');
    await expect(admin.call(ApproveContent, { content_id: seen.id, version_hash: seen.version_hash })).rejects.toMatchObject(
      refusal('CONTENT_HASH_MISMATCH', { version_id: edited.version_id, version_hash: edited.version_hash }),
    );
    const answer = await admin.call(ApproveContent, { content_id: seen.id, version_hash: edited.version_hash });
    expect(answer).toMatchObject({ status: 'approved', approved_version_id: edited.version_id });
    expect(await admin.call(GetVersion, { content_id: seen.id, version_id: seen.version_id })).toMatchObject({ approved_at: null });
  });

  test('by two at once happens once', async () => {
    const admin = stack.caller();
    const { id, version_hash } = await submitted(admin);
    const colleague = stack.caller({ role: 'manager', companyId: admin.companyId });
    const calls = [admin, colleague, admin].map((caller) => caller.call(ApproveContent, { content_id: id, version_hash }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    for (const reason of refused)
      expect(reason).toMatchObject(refusal('CONTENT_TRANSITION_ILLEGAL', { status: 'approved', step: 'approve' }));
    const events = await stack.query(`SELECT 1 FROM content.outbox WHERE aggregate_id = $1 AND subject LIKE '%approved%'`, [id]);
    expect(events).toHaveLength(1);
  });

  test('stays with the version when the text is edited, while the new text is a draft', async () => {
    const admin = stack.caller();
    const { id, version_id } = await approved(admin);
    const detail = await admin.call(UpdateContent, { content_id: id, revision: 3, quality_score: 5 });
    expect(detail).toMatchObject({ status: 'approved', approved_version_id: version_id });
    const edited = await admin.call(UpdateContent, { content_id: id, revision: 4, title: 'New title' });
    expect(edited).toMatchObject({ status: 'draft', version_number: 2, approved_version_id: version_id });
    expect(await admin.call(GetVersion, { content_id: id, version_id })).toMatchObject({ approved_at: expect.any(String) });
    expect(await admin.call(GetVersion, { content_id: id, version_id: edited.version_id })).toMatchObject({ approved_at: null });
  });

  test('is withdrawn from every version by archiving', async () => {
    const admin = stack.caller();
    const { id, version_id } = await approved(admin);
    const answer = await admin.call(ArchiveContent, { content_id: id });
    expect(answer).toMatchObject({ status: 'archived', approved_version_id: null });
    expect(await admin.call(GetVersion, { content_id: id, version_id })).toMatchObject({ approved_by: null, approved_at: null });
    const edit = admin.call(UpdateContent, { content_id: id, revision: 4, title: 'Back?' });
    await expect(edit).rejects.toMatchObject(refusal('CONTENT_TRANSITION_ILLEGAL', { status: 'archived', step: 'edit' }));
  });
});

describe('review', () => {
  test('sends back with a note that event and audit log keep', async () => {
    const admin = stack.caller();
    const { id } = await submitted(admin);
    const answer = await admin.call(RequestChanges, { content_id: id, note: 'Name the date.' });
    expect(answer).toMatchObject({ status: 'changes_requested', revision: 3 });
    const [event] = await stack.query<{ data: object }>(
      'SELECT data FROM content.outbox WHERE aggregate_id = $1 AND aggregate_version = 3',
      [id],
    );
    expect(event?.data).toMatchObject({ status: 'changes_requested', from_status: 'review', note: 'Name the date.' });
    const audit = await stack.audited('content', admin.companyId);
    expect(audit.filter(({ new_values }) => new_values?.note === 'Name the date.')).toHaveLength(1);
    expect(await admin.call(SubmitContent, { content_id: id })).toMatchObject({ status: 'review' });
  });

  test('rejects, and a rewritten text is a draft again', async () => {
    const admin = stack.caller();
    const { id } = await submitted(admin);
    expect(await admin.call(RejectContent, { content_id: id })).toMatchObject({ status: 'rejected' });
    await expect(admin.call(SubmitContent, { content_id: id })).rejects.toMatchObject({ code: 'CONTENT_TRANSITION_ILLEGAL' });
    const edited = await admin.call(UpdateContent, { content_id: id, revision: 3, content_text: 'Once more.' });
    expect(edited).toMatchObject({ status: 'draft', version_number: 2 });
  });
});

describe('handing in', () => {
  test('is refused with neither title nor text, and for another’s content', async () => {
    const author = stack.caller({ role: 'user' });
    const empty = await write(author, { title: ' ', content_text: null });
    await expect(author.call(SubmitContent, { content_id: empty.id })).rejects.toMatchObject(refusal('CONTENT_EMPTY'));
    const colleague = stack.caller({ role: 'user', companyId: author.companyId });
    const { id } = await write(author, { title: null });
    await expect(colleague.call(SubmitContent, { content_id: id })).rejects.toMatchObject(refusal('CONTENT_FORBIDDEN'));
    expect(await author.call(SubmitContent, { content_id: id })).toMatchObject({ status: 'review', revision: 2 });
  });
});

describe('every step', () => {
  const named = (id: string, hash: string) =>
    [
      [SubmitContent, { content_id: id }],
      [ApproveContent, { content_id: id, version_hash: hash }],
      [RequestChanges, { content_id: id }],
      [RejectContent, { content_id: id }],
      [ArchiveContent, { content_id: id }],
    ] as const;

  test('does not find a content that is not there or belongs to another company', async () => {
    const { id, version_hash } = await write(stack.caller());
    const stranger = stack.caller();
    for (const target of [id, newId()]) {
      for (const [contract, input] of named(target, version_hash)) {
        await expect(stranger.call(contract, input as never)).rejects.toMatchObject(refusal('CONTENT_NOT_FOUND'));
      }
    }
  });

  test('but handing in needs the right to approve', async () => {
    const author = stack.caller({ role: 'user' });
    const { id, version_hash } = await write(author);
    for (const [contract, input] of named(id, version_hash).slice(1)) {
      await expect(author.call(contract, input as never)).rejects.toMatchObject({ code: 'PLATFORM_SCOPE_MISSING' });
    }
  });

  test('in any order takes the status where the table says, one event each, or is refused and changes nothing', async () => {
    const admin = stack.caller();
    const anyStep = fc.constantFrom<Step>('submit', 'approve', 'request_changes', 'reject', 'archive', 'edit');
    const take = (step: Step, { id, revision, version_hash }: Content): Promise<object> => {
      const input = { content_id: id };
      if (step === 'submit') return admin.call(SubmitContent, input);
      if (step === 'approve') return admin.call(ApproveContent, { ...input, version_hash });
      if (step === 'request_changes') return admin.call(RequestChanges, input);
      if (step === 'reject') return admin.call(RejectContent, input);
      if (step === 'archive') return admin.call(ArchiveContent, input);
      return admin.call(UpdateContent, { ...input, revision, content_text: `Revision ${revision}` });
    };
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 10 }), async (steps) => {
        let now = await write(admin);
        for (const step of steps) {
          const expected: ContentStatus | undefined = LIFECYCLE[step][now.status];
          const outcome = await take(step, now).catch((error: unknown) => error);
          if (!expected) expect(outcome).toMatchObject(refusal('CONTENT_TRANSITION_ILLEGAL', { status: now.status, step }));
          const read = await admin.call(GetContent, { content_id: now.id });
          expect(read).toMatchObject(expected ? { status: expected, revision: now.revision + 1 } : now);
          now = read;
        }
        const events = await stack.query<{ version: number }>(
          'SELECT aggregate_version::int AS version FROM content.outbox WHERE aggregate_id = $1 ORDER BY id',
          [now.id],
        );
        expect(events.map(({ version }) => version)).toEqual(Array.from({ length: now.revision }, (_, index) => index + 1));
      }),
      { numRuns: 15 },
    );
  });
});
