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
import { readPage } from '@smartcontent/database';
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
    const page = await readPage(
      { cursorKey: this.config.cursorKey, list: `versions of ${content_id.toLowerCase()}`, limit, cursor },
      (rows, before: number | null) => this.store.page(context, content_id, before, rows),
      (row) => row.number,
    );
    // Every content has a first version, and nobody is sent beyond the last one.
    if (page.items.length === 0) throw new AppError('CONTENT_NOT_FOUND');
    return page;
  }
}
