import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetVersion, type InputOf, ListVersions, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { VersionsService } from './versions.service.js';

@Controller()
export class VersionsRpc {
  constructor(private readonly versions: VersionsService) {}

  @Handles(GetVersion)
  get(input: InputOf<typeof GetVersion>, context: RequestContext): Promise<OutputOf<typeof GetVersion>> {
    return this.versions.get(input, context);
  }

  @Handles(ListVersions)
  list(input: InputOf<typeof ListVersions>, context: RequestContext): Promise<OutputOf<typeof ListVersions>> {
    return this.versions.list(input, context);
  }
}
