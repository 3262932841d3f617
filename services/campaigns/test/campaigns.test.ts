import {
  CampaignMoved,
  CancelCampaign,
  CompleteCampaign,
  CreateCampaign,
  DeleteCampaign,
  GetCampaign,
  ListCampaigns,
  PauseCampaign,
  ReadCampaignState,
  ResumeCampaign,
  StartCampaign,
  UpdateCampaign,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useCampaigns } from './use-campaigns.js';

const campaigns = useCampaigns();
const { stack } = campaigns;
const caller = () => stack.caller();

const STEPS = {
  start: StartCampaign,
  pause: PauseCampaign,
  resume: ResumeCampaign,
  complete: CompleteCampaign,
  cancel: CancelCampaign,
} as const;
type Step = keyof typeof STEPS;

/** The graph as the product says it, written anew. */
const WAYS: Record<string, Partial<Record<Step, string>>> = {
  draft: { start: 'active', cancel: 'cancelled' },
  active: { pause: 'paused', complete: 'completed', cancel: 'cancelled' },
  paused: { resume: 'active', complete: 'completed', cancel: 'cancelled' },
  completed: {},
  cancelled: {},
};

const movesOf = (id: string) =>
  stack.query<{ data: { from_status: string; status: string }; aggregate_version: string }>(
    `SELECT data, aggregate_version FROM campaigns.outbox WHERE aggregate_id = $1 AND subject = $2 ORDER BY id`,
    [id, CampaignMoved.subject],
  );

describe('a campaign', () => {
  it('keeps what was said of it, and counts its money to the cent', async () => {
    const a = caller();
    const made = await a.call(CreateCampaign, {
      name: ' Spring ',
      objectives: ['sign-ups'],
      target_audience: { roles: ['gardeners'] },
      budget_allocated: '99999999.99',
      start_date: '2026-03-01',
      end_date: '2026-03-29',
      time_zone: 'Europe/Berlin',
    });
    expect(made).toMatchObject({
      name: 'Spring',
      status: 'draft',
      revision: 1,
      budget_allocated: '99999999.99',
      budget_spent: '0.000000000000',
      budget_left: '99999999.990000000000',
      // The clocks go forward on that Sunday: it has 23 hours.
      ends_at: '2026-03-29T22:00:00.000000Z',
    });
    expect(await a.call(GetCampaign, { campaign_id: made.id })).toEqual(made);
    const changed = await a.call(UpdateCampaign, { campaign_id: made.id, budget_allocated: null, end_date: '2026-03-28' });
    expect(changed).toMatchObject({ budget_allocated: null, budget_left: null, revision: 2, ends_at: '2026-03-28T23:00:00.000000Z' });
    expect((await a.call(ListCampaigns, { status: 'draft' })).items).toEqual([changed]);
    expect((await caller().call(ListCampaigns, {})).items).toEqual([]);
  });

  it.each([
    ['ends before it starts', { start_date: '2026-02-02', end_date: '2026-02-01' }, 'end_date'],
    ['has a day that is none', { start_date: '2026-02-30' }, 'start_date'],
    ['has a budget with a sign', { budget_allocated: '-5' }, 'budget_allocated'],
    ['has a budget with a plus', { budget_allocated: '+5' }, 'budget_allocated'],
    ['has a budget of eleven decimals', { budget_allocated: '1.00000000001' }, 'budget_allocated'],
    ['has a budget with an exponent', { budget_allocated: '1e3' }, 'budget_allocated'],
    ['has a budget that is a number', { budget_allocated: 10 as never }, 'budget_allocated'],
    ['has a budget of nine digits', { budget_allocated: '100000000' }, 'budget_allocated'],
    ['is in no zone', { time_zone: 'Europe/Atlantis' }, 'time_zone'],
    ['is in an offset', { time_zone: '+05:30' }, 'time_zone'],
    ['has no name', { name: ' ' }, 'name'],
  ])('is refused where it %s', async (_what, fields, path) => {
    const refused = caller().call(CreateCampaign, { name: 'Spring', ...fields });
    await expect(refused).rejects.toMatchObject({ code: 'PLATFORM_INPUT_INVALID', data: { errors: [{ path }] } });
  });

  it('is not changed into one that ends before it starts', async () => {
    const a = caller();
    const { id } = await a.call(CreateCampaign, { name: 'Spring', start_date: '2026-02-02' });
    const refused = a.call(UpdateCampaign, { campaign_id: id, end_date: '2026-02-01' });
    await expect(refused).rejects.toMatchObject({ code: 'CAMPAIGNS_DATES_REVERSED' });
  });

  it('is deleted as a draft only', async () => {
    const a = caller();
    const { id } = await a.call(CreateCampaign, { name: 'Spring' });
    const { id: started } = await a.call(CreateCampaign, { name: 'Summer' });
    await a.call(StartCampaign, { campaign_id: started });
    await expect(a.call(DeleteCampaign, { campaign_id: started })).rejects.toMatchObject({ code: 'CAMPAIGNS_TRANSITION_ILLEGAL' });
    expect(await a.call(DeleteCampaign, { campaign_id: id })).toEqual({ id, deleted: true });
    await expect(a.call(GetCampaign, { campaign_id: id })).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
  });

  it('tells another service where it stands, and nobody about one of another company', async () => {
    const a = caller();
    const { id } = await a.call(CreateCampaign, { name: 'Spring' });
    const b = caller();
    await expect(b.call(GetCampaign, { campaign_id: id })).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_NOT_FOUND' });
    expect(await a.call(ReadCampaignState, { campaign_id: id })).toEqual({
      campaign_id: id,
      status: 'draft',
      revision: 1,
      ends_at: null,
    });
  });
});

describe('the steps of a campaign', () => {
  it('never leave their graph, whatever the order, and each is told once', async () => {
    const a = caller();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...(Object.keys(STEPS) as Step[])), { maxLength: 7 }), async (steps) => {
        const { id } = await a.call(CreateCampaign, { name: 'Spring' });
        let status = 'draft';
        const told: { from_status: string; status: string }[] = [];
        for (const step of steps) {
          const to = WAYS[status]?.[step];
          const taken = a.call(STEPS[step] as typeof PauseCampaign, { campaign_id: id });
          if (!to) await expect(taken).rejects.toMatchObject({ code: 'CAMPAIGNS_TRANSITION_ILLEGAL', data: { status, step } });
          else {
            expect((await taken).status).toBe(to);
            told.push({ from_status: status, status: to });
            status = to;
          }
        }
        const moves = await movesOf(id);
        expect(moves.map(({ data }) => ({ from_status: data.from_status, status: data.status }))).toEqual(told);
        expect(moves.map((move) => Number(move.aggregate_version))).toEqual(told.map((_, index) => index + 2));
        expect(await a.call(GetCampaign, { campaign_id: id })).toMatchObject({ status, revision: told.length + 1 });
      }),
      { numRuns: 20 },
    );
  });

  it('are taken by one of those who take them at once', async () => {
    const a = caller();
    const { id } = await a.call(CreateCampaign, { name: 'Spring' });
    await a.call(StartCampaign, { campaign_id: id });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => a.call(CompleteCampaign, { campaign_id: id })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const failed of tries.filter((one) => one.status === 'rejected'))
      expect(failed.reason).toMatchObject({ code: 'CAMPAIGNS_TRANSITION_ILLEGAL', data: { status: 'completed', step: 'complete' } });
    expect(await movesOf(id)).toHaveLength(2);
  });

  it('say what became of the posts, and stand where scheduling does not answer', async () => {
    const a = caller();
    const { id } = await a.call(CreateCampaign, { name: 'Spring' });
    await a.call(StartCampaign, { campaign_id: id, overdue: 'cancel' });
    expect(campaigns.scheduling.asked.at(-1)).toMatchObject({ campaign_id: id, to: 'free', overdue: 'cancel' });
    expect((await a.call(PauseCampaign, { campaign_id: id })).posts).toMatchObject({ stopped: 7 });
    expect(campaigns.scheduling.asked.at(-1)).toEqual({ campaign_id: id, campaign_revision: 3, to: 'held', overdue: 'send' });
    campaigns.scheduling.leave();
    try {
      expect(await a.call(ResumeCampaign, { campaign_id: id, overdue: 'cancel' })).toMatchObject({ status: 'active', posts: null });
    } finally {
      campaigns.scheduling.come();
    }
    const [, , resumed] = await movesOf(id);
    expect(resumed?.data).toMatchObject({ status: 'active', overdue: 'cancel' });
  });

  it('end with the last day, by themselves, and do not begin again after it', async () => {
    const a = caller();
    const { id } = await a.call(CreateCampaign, { name: 'Spring' });
    await a.call(StartCampaign, { campaign_id: id });
    await a.call(PauseCampaign, { campaign_id: id });
    await a.call(UpdateCampaign, { campaign_id: id, end_date: '2026-01-31' });
    await eventually(async () => expect((await a.call(GetCampaign, { campaign_id: id })).status).toBe('completed'), { timeoutMs: 15_000 });
    expect((await movesOf(id)).at(-1)?.data).toMatchObject({ from_status: 'paused', status: 'completed' });
    const { id: late } = await a.call(CreateCampaign, { name: 'Winter', end_date: '2026-01-31' });
    await expect(a.call(StartCampaign, { campaign_id: late })).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_OVER' });
    await expect(a.call(UpdateCampaign, { campaign_id: id, name: 'Late' })).rejects.toMatchObject({ code: 'CAMPAIGNS_CAMPAIGN_ENDED' });
  });
});
