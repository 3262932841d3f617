import {
  BookSpending,
  CancelCampaign,
  CompleteCampaign,
  CreateCampaign,
  DeleteCampaign,
  GetCampaign,
  ListBookings,
  ListCampaigns,
  MoveCampaignPosts,
  PauseCampaign,
  ReadCampaignState,
  ReportCampaign,
  type RequestContract,
  ResumeCampaign,
  StartCampaign,
  UpdateCampaign,
} from '@smartcontent/contracts';
import { type Place, plain, type Recipe, recipe } from './recipe.js';

/** A new campaign that has come as far as these steps. */
const after =
  (...steps: (typeof StartCampaign)[]) =>
  async ({ a }: Place) => {
    const { id } = await a.call(CreateCampaign, { name: a.text('campaign') });
    for (const step of steps) await a.call(step, { campaign_id: id });
    return { input: { campaign_id: id } };
  };
const asStep = (contract: RequestContract) => contract as typeof StartCampaign;

/** Campaigns, and what stands in their plans. */
export const PLANNING: readonly Recipe[] = [
  recipe(CreateCampaign, ({ a }) => ({ input: { name: a.text('campaign'), objectives: [a.text('objective')] } })),
  plain(ListCampaigns),
  ...[GetCampaign, UpdateCampaign, DeleteCampaign, StartCampaign, CancelCampaign, ReadCampaignState, ListBookings, ReportCampaign].map(
    (contract) => recipe(contract, after()),
  ),
  ...[PauseCampaign, CompleteCampaign].map((contract) => recipe(contract, after(StartCampaign))),
  recipe(BookSpending, async (place) => {
    const { input } = await after()(place);
    return { input: { ...input, kind: 'booking', amount_usd: '0.5', note: place.a.text('note') } };
  }),
  recipe(ResumeCampaign, after(StartCampaign, asStep(PauseCampaign))),
  recipe(MoveCampaignPosts, ({ has }) => ({
    input: { campaign_id: has.campaign_id, campaign_revision: 1, to: 'held' },
    answersBecause: 'a campaign that has no posts in this company is counted as nothing, whether or not somebody else has it',
  })),
];
