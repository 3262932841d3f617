import { Injectable } from '@nestjs/common';
import {
  AppError,
  type Campaign,
  CampaignCreated,
  CampaignDeleted,
  CampaignUpdated,
  type CreateCampaign,
  type DeleteCampaign,
  type InputOf,
  isInOrder,
  type ListCampaigns,
  type OutputOf,
  type ReadCampaignState,
  type RequestContext,
  type UpdateCampaign,
  withoutUndefined,
} from '@smartcontent/contracts';
import { commitChange, Database, listOf, newId, readPage, type Tx } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { PAGE_BYTES } from '../byte-page.js';
import { Calendar } from '../calendar/calendar.service.js';
import { campaignEventData } from '../campaign-event-data.js';
import { hasEnded } from '../campaign-transitions.js';
import { EndSignal } from '../end-signal.js';
import { CampaignsStore } from './campaigns.store.js';

@Injectable()
export class CampaignsService {
  constructor(
    private readonly database: Database,
    private readonly store: CampaignsStore,
    private readonly calendar: Calendar,
    private readonly ends: EndSignal,
    private readonly config: ServiceConfig,
  ) {}

  create(input: InputOf<typeof CreateCampaign>, context: RequestContext): Promise<Campaign> {
    const { actor } = context;
    if (actor.kind !== 'user' && actor.kind !== 'client') throw new AppError('PLATFORM_ACTOR_REFUSED');
    return this.database.withTenant(context, async (tx) => {
      const after = await this.store.insert(tx, { ...input, id: newId(), company_id: actor.company_id, user_id: actor.user_id });
      await commitChange(tx, {
        event: {
          contract: CampaignCreated,
          aggregateId: after.id,
          aggregateVersion: after.revision,
          data: campaignEventData(after),
        },
        audit: { table: 'campaigns', operation: 'insert', after },
      });
      return after;
    });
  }

  list(input: InputOf<typeof ListCampaigns>, context: RequestContext): Promise<OutputOf<typeof ListCampaigns>> {
    return readPage(
      { cursorKey: this.config.cursorKey, list: listOf('campaigns', input), bytes: PAGE_BYTES, ...input },
      (limit, after: [string, string] | null) => this.database.withTenant(context, (tx) => this.store.list(tx, { ...input, limit }, after)),
      ({ created_at, id }) => [created_at, id],
    );
  }

  get(campaignId: string, context: RequestContext): Promise<Campaign> {
    return this.database.withTenant(context, async (tx) => requireCampaign(await this.store.find(tx, campaignId)));
  }

  async state(campaignId: string, context: RequestContext): Promise<OutputOf<typeof ReadCampaignState>> {
    const { id, status, revision, ends_at } = await this.get(campaignId, context);
    return { campaign_id: id, status, revision, ends_at };
  }

  update({ campaign_id, ...changes }: InputOf<typeof UpdateCampaign>, context: RequestContext): Promise<Campaign> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.#lock(tx, campaign_id);
      if (hasEnded(before.status)) throw new AppError('CAMPAIGNS_CAMPAIGN_ENDED', { data: { status: before.status } });
      const changed = withoutUndefined(changes);
      tx.noteBefore(before);
      if (Object.keys(changed).length === 0) return before;
      const wanted = { ...before, ...changed };
      if (!isInOrder(wanted)) throw new AppError('CAMPAIGNS_DATES_REVERSED');
      const after = await this.store.update(tx, wanted);
      await commitChange(tx, {
        event: {
          contract: CampaignUpdated,
          aggregateId: after.id,
          aggregateVersion: after.revision,
          data: campaignEventData(after),
        },
        audit: { table: 'campaigns', operation: 'update', before, after },
      });
      tx.afterCommit(() => this.ends.raise());
      return after;
    });
  }

  delete(campaignId: string, context: RequestContext): Promise<OutputOf<typeof DeleteCampaign>> {
    return this.database.withTenant(context, async (tx) => {
      const before = await this.#lock(tx, campaignId);
      const isBooked = await this.store.hasBookings(tx, campaignId);
      if (before.status !== 'draft' || isBooked) {
        const detail = 'Only a draft without bookings can be deleted';
        throw new AppError('CAMPAIGNS_TRANSITION_ILLEGAL', {
          detail,
          data: { status: before.status, has_bookings: isBooked, step: 'delete' },
        });
      }
      await this.calendar.leaveCampaign(tx, campaignId);
      await this.store.delete(tx, campaignId);
      await commitChange(tx, {
        event: {
          contract: CampaignDeleted,
          aggregateId: campaignId,
          aggregateVersion: before.revision + 1,
          data: { user_id: before.user_id },
        },
        audit: { table: 'campaigns', operation: 'delete', before },
      });
      return { id: campaignId, deleted: true as const };
    });
  }

  async #lock(tx: Tx, campaignId: string): Promise<Campaign> {
    return requireCampaign(await this.store.lock(tx, campaignId));
  }
}

function requireCampaign(campaign: Campaign | undefined): Campaign {
  if (!campaign) throw new AppError('CAMPAIGNS_CAMPAIGN_NOT_FOUND');
  return campaign;
}
