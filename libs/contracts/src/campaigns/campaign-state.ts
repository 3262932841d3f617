import { z } from 'zod';
import { defineRequest } from '../define.js';
import { campaignStatusSchema, endsAtSchema } from './campaign.js';

const id = '0192f0c1-7a00-7000-8000-000000000040';

/** Asked before something is attached to a campaign. What is decided by it must be decided again by `revision`: it may be old when it arrives. */
export const ReadCampaignState = defineRequest({
  subject: 'rpc.campaigns.campaign.state.v1',
  summary: 'Where a campaign stands, for who attaches something to it',
  input: z.strictObject({ campaign_id: z.uuid() }),
  output: z.object({ campaign_id: z.uuid(), status: campaignStatusSchema, revision: z.number().int(), ends_at: endsAtSchema }),
  errors: ['CAMPAIGNS_CAMPAIGN_NOT_FOUND'],
  callers: ['scheduling', 'content', 'generation'],
  example: { input: { campaign_id: id }, output: { campaign_id: id, status: 'active', revision: 3, ends_at: '2026-02-01T00:00:00.000Z' } },
});
