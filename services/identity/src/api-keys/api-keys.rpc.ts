import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  CreateApiKey,
  type InputOf,
  ListApiKeys,
  type OutputOf,
  type RequestContext,
  ResolveApiKey,
  RevokeApiKey,
} from '@smartcontent/contracts';
import { ApiKeysService } from './api-keys.service.js';

@Controller()
export class ApiKeysRpc {
  constructor(private readonly keys: ApiKeysService) {}

  @Handles(CreateApiKey)
  create(input: InputOf<typeof CreateApiKey>, context: RequestContext): Promise<OutputOf<typeof CreateApiKey>> {
    return this.keys.create(input, context);
  }

  @Handles(ListApiKeys)
  list(input: InputOf<typeof ListApiKeys>, context: RequestContext): Promise<OutputOf<typeof ListApiKeys>> {
    return this.keys.list(input, context);
  }

  @Handles(RevokeApiKey)
  revoke(input: InputOf<typeof RevokeApiKey>, context: RequestContext): Promise<OutputOf<typeof RevokeApiKey>> {
    return this.keys.revoke(input.key_id, context);
  }

  @Handles(ResolveApiKey)
  resolve(input: InputOf<typeof ResolveApiKey>): Promise<OutputOf<typeof ResolveApiKey>> {
    return this.keys.resolve(input.key_hash);
  }
}
