import { Injectable } from '@nestjs/common';
import type { ListVersions, OutputOf, RequestContext, Version } from '@smartcontent/contracts';
import { Database } from '@smartcontent/database';

type VersionSummary = OutputOf<typeof ListVersions>['items'][number];

/** The functions stand in the migrations: each read is one round trip. */
@Injectable()
export class VersionsStore {
  constructor(private readonly database: Database) {}

  async get(context: RequestContext, contentId: string, versionId: string): Promise<Version | undefined> {
    return (await this.database.readTenant<Version>(context, 'get_version', [contentId, versionId]))[0];
  }

  /** Newest first, from below the number `before`. */
  page(context: RequestContext, contentId: string, before: number | null, limit: number): Promise<VersionSummary[]> {
    return this.database.readTenant(context, 'list_versions', [contentId, before, limit]);
  }
}
