import { z } from 'zod';
import { defineRequest } from '../define.js';
import { oneOrMore, rangeInput, sortInput } from '../list-query.js';
import { pageInput, pageOf } from '../page.js';
import { campaignFields, campaignSchema, campaignStatusSchema, exampleCampaign, isInOrder } from './campaign.js';

const byId = { campaign_id: z.uuid() };
const path = '/v1/campaigns/{campaign_id}';
const notFound = ['CAMPAIGNS_CAMPAIGN_NOT_FOUND'] as const;
const DATES_REVERSED = { path: ['end_date'], message: 'must not be before start_date' };

export const CreateCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.create.v1',
  summary: 'Plan a campaign; it is a draft until it is started',
  input: z
    .strictObject({
      name: campaignFields.name,
      description: campaignFields.description.default(null),
      objectives: campaignFields.objectives.default([]),
      target_audience: campaignFields.target_audience.default({}),
      budget_allocated: campaignFields.budget_allocated.default(null),
      start_date: campaignFields.start_date.default(null),
      end_date: campaignFields.end_date.default(null),
      time_zone: campaignFields.time_zone.default('UTC'),
    })
    .refine(isInOrder, DATES_REVERSED),
  output: campaignSchema,
  http: { method: 'POST', path: '/v1/campaigns', status: 201, scope: 'campaign:write', rateClass: 'write' },
  example: {
    input: { name: exampleCampaign.name, budget_allocated: '1500', end_date: '2026-01-31', time_zone: 'Europe/Berlin' },
    output: { ...exampleCampaign, status: 'draft', revision: 1 },
  },
});

export const ListCampaigns = defineRequest({
  subject: 'rpc.campaigns.campaign.list.v1',
  summary: 'List campaigns; newest first unless told',
  input: z.strictObject({
    ...pageInput,
    status: oneOrMore(campaignStatusSchema),
    user_id: z.uuid().optional(),
    ...rangeInput('created_at'),
    ...sortInput(['created_at'], '-created_at'),
  }),
  output: pageOf(campaignSchema),
  errors: ['PLATFORM_CURSOR_INVALID'],
  http: { method: 'GET', path: '/v1/campaigns', scope: 'planning:read', rateClass: 'read' },
  example: { input: { status: ['active'] }, output: { items: [exampleCampaign], next_cursor: null } },
});

export const GetCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.get.v1',
  summary: 'One campaign',
  input: z.strictObject(byId),
  output: campaignSchema,
  errors: notFound,
  http: { method: 'GET', path, scope: 'planning:read', rateClass: 'read' },
  example: { input: { campaign_id: exampleCampaign.id }, output: exampleCampaign },
});

export const UpdateCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.update.v1',
  summary: 'Change what a campaign says of itself; one that has ended stays as it is',
  input: z
    .strictObject({
      ...byId,
      name: campaignFields.name.optional(),
      description: campaignFields.description.optional(),
      objectives: campaignFields.objectives.optional(),
      target_audience: campaignFields.target_audience.optional(),
      budget_allocated: campaignFields.budget_allocated.optional(),
      start_date: campaignFields.start_date.optional(),
      end_date: campaignFields.end_date.optional(),
      time_zone: campaignFields.time_zone.optional(),
    })
    .refine(isInOrder, DATES_REVERSED),
  output: campaignSchema,
  errors: [...notFound, 'CAMPAIGNS_CAMPAIGN_ENDED', 'CAMPAIGNS_DATES_REVERSED'],
  http: { method: 'PATCH', path, scope: 'campaign:write', rateClass: 'write' },
  example: {
    input: { campaign_id: exampleCampaign.id, budget_allocated: '2000' },
    output: { ...exampleCampaign, budget_allocated: '2000.00', budget_left: '1987.660000000000', revision: 3 },
  },
});

export const DeleteCampaign = defineRequest({
  subject: 'rpc.campaigns.campaign.delete.v1',
  summary: 'Delete a campaign that is a draft and has no bookings; others are cancelled',
  input: z.strictObject(byId),
  output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
  errors: [...notFound, 'CAMPAIGNS_TRANSITION_ILLEGAL'],
  http: { method: 'DELETE', path, scope: 'campaign:write', rateClass: 'write' },
  example: { input: { campaign_id: exampleCampaign.id }, output: { id: exampleCampaign.id, deleted: true } },
});
