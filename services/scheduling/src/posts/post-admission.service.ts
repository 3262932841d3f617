import { Injectable } from '@nestjs/common';
import { AppError, type InputOf, type NearDuplicate, type RequestContext, type SchedulePost, type Version } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { CampaignHolds } from '../campaigns/campaign-holds.service.js';
import { ApprovedVersions } from '../versions/approved-versions.js';

type Input = InputOf<typeof SchedulePost>;
type CampaignState = Awaited<ReturnType<CampaignHolds['read']>>;

/** What other services say of a post that somebody wants to schedule. */
export interface Admission {
  readonly version: Version;
  readonly campaign: CampaignState | null;
  readonly nearDuplicates: NearDuplicate[] | null;
}

/** Asks them, before anything is locked. */
@Injectable()
export class PostAdmission {
  constructor(
    private readonly versions: ApprovedVersions,
    private readonly campaigns: CampaignHolds,
  ) {}

  /** Throws CONTENT_VERSION_NOT_FOUND, SCHEDULING_VERSION_NOT_APPROVED, CAMPAIGNS_CAMPAIGN_NOT_FOUND. */
  async ask(companyId: string, { content_id, version_id, campaign_id }: Input, context: RequestContext): Promise<Admission> {
    const [version, campaign] = await Promise.all([
      this.versions.read(companyId, content_id, version_id, context),
      campaign_id && this.campaigns.read(companyId, campaign_id, context),
    ]);
    return { version, campaign: campaign || null, nearDuplicates: await this.versions.nearDuplicates(version, context) };
  }

  /** Whether the post waits for its campaign; that stays so until the transaction ends. Throws SCHEDULING_CAMPAIGN_ENDED, SCHEDULING_TIME_AFTER_CAMPAIGN. */
  async isHeld(tx: Tx, companyId: string, { campaign }: Admission, { scheduled_time }: Input): Promise<boolean> {
    if (!campaign) return false;
    return (await this.campaigns.admit(tx, companyId, campaign, scheduled_time)) === 'held';
  }
}

/** Throws PLATFORM_ACTOR_REFUSED where the actor acts for no company. */
export function companyOf(context: RequestContext): string {
  const { company_id: companyId } = context.actor;
  if (!companyId) throw new AppError('PLATFORM_ACTOR_REFUSED', { detail: 'This needs an actor inside a company' });
  return companyId;
}
