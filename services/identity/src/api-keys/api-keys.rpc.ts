import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  AddApiKey,
  CreateApiKey,
  type InputOf,
  ListApiKeys,
  type OutputOf,
  type RequestContext,
  ResolveApiKey,
  RevokeApiKey,
  RotateApiKey,
} from '@smartcontent/contracts';
import { ApiKeysService } from './api-keys.service.js';
import { KeyLookUp } from './key-look-up.service.js';

@Controller()
export class ApiKeysRpc {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly lookUp: KeyLookUp,
  ) {}

  @Handles(CreateApiKey)
  create(input: InputOf<typeof CreateApiKey>, context: RequestContext): Promise<OutputOf<typeof CreateApiKey>> {
    return this.keys.create(input, context);
  }

  @Handles(AddApiKey)
  add(input: InputOf<typeof AddApiKey>, context: RequestContext): Promise<OutputOf<typeof AddApiKey>> {
    return this.keys.add(input, context);
  }

  @Handles(ListApiKeys)
  list(input: InputOf<typeof ListApiKeys>, context: RequestContext): Promise<OutputOf<typeof ListApiKeys>> {
    return this.keys.list(input, context);
  }

  @Handles(RotateApiKey)
  rotate(input: InputOf<typeof RotateApiKey>, context: RequestContext): Promise<OutputOf<typeof RotateApiKey>> {
    return this.keys.rotate(input, context);
  }

  @Handles(RevokeApiKey)
  revoke(input: InputOf<typeof RevokeApiKey>, context: RequestContext): Promise<OutputOf<typeof RevokeApiKey>> {
    return this.keys.revoke(input.key_id, context);
  }

  @Handles(ResolveApiKey)
  resolve(input: InputOf<typeof ResolveApiKey>): Promise<OutputOf<typeof ResolveApiKey>> {
    return this.lookUp.resolve(input.key_hash);
  }
}
