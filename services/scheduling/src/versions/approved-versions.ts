import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { AppError, GetVersion, type NearDuplicate, type RequestContext, type Version, versionHash } from '@smartcontent/contracts';
import { askNearDuplicates } from '@smartcontent/likeness';

/** Reads versions from content and lets only those through that say exactly what was approved. */
@Injectable()
export class ApprovedVersions {
  constructor(
    private readonly requests: RequestClient,
    private readonly tokens: ActorTokens,
  ) {}

  /**
   * The approved version, with scheduling's own actor inside the company, on behalf of `asking`: a request, or a post’s own dispatch.
   * Throws CONTENT_VERSION_NOT_FOUND, or SCHEDULING_VERSION_NOT_APPROVED where nobody approved it or its text is not what its hash names.
   */
  async read(companyId: string, contentId: string, versionId: string, asking: Pick<RequestContext, 'correlationId'>): Promise<Version> {
    const own = await this.tokens.serviceContext(companyId, 'read the version of a post');
    const context = { ...own, ...asking, actor: own.actor, actorToken: own.actorToken };
    const version = await this.requests.call(GetVersion, { content_id: contentId, version_id: versionId }, context);
    if (!version.approved_at || versionHash(version) !== version.hash) {
      throw new AppError('SCHEDULING_VERSION_NOT_APPROVED', { data: { version_id: versionId } });
    }
    return version;
  }

  /** Other contents that say nearly the same; null where nobody could look, see `askNearDuplicates`. */
  nearDuplicates({ content_id, content_text }: Version, context: RequestContext): Promise<NearDuplicate[] | null> {
    return askNearDuplicates(this.requests, { text: content_text, contentId: content_id }, context);
  }
}
