import { Injectable } from '@nestjs/common';
import {
  AppError,
  type GetVersion,
  type InputOf,
  type ListVersions,
  type OutputOf,
  type RequestContext,
  type Version,
} from '@smartcontent/contracts';
import { decodeCursor, encodeCursor } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { VersionsStore } from './versions.store.js';

@Injectable()
export class VersionsService {
  constructor(
    private readonly store: VersionsStore,
    private readonly config: ServiceConfig,
  ) {}

  async get({ content_id, version_id }: InputOf<typeof GetVersion>, context: RequestContext): Promise<Version> {
    const version = await this.store.get(context, content_id, version_id);
    if (!version) throw new AppError('CONTENT_VERSION_NOT_FOUND');
    return version;
  }

  async list({ content_id, limit, cursor }: InputOf<typeof ListVersions>, context: RequestContext): Promise<OutputOf<typeof ListVersions>> {
    const list = `versions of ${content_id.toLowerCase()}`;
    const before = cursor === undefined ? null : (decodeCursor(this.config.cursorKey, list, cursor)[0] as number);
    const rows = await this.store.page(context, content_id, before, limit + 1);
    // Every content has a first version, and nobody is sent beyond the last one.
    if (rows.length === 0) throw new AppError('CONTENT_NOT_FOUND');
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const hasMore = rows.length > limit && last;
    return { items, next_cursor: hasMore ? encodeCursor(this.config.cursorKey, list, [last.number]) : null };
  }
}
