import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  DeleteProviderKey,
  GetProviderKey,
  type InputOf,
  ListProviderKeys,
  OpenProviderKey,
  type OutputOf,
  type ProviderKey,
  type RequestContext,
  StoreProviderKey,
  SwitchProviderKey,
} from '@smartcontent/contracts';
import { ProviderKeysService } from './provider-keys.service.js';

@Controller()
export class ProviderKeysRpc {
  constructor(private readonly keys: ProviderKeysService) {}

  @Handles(StoreProviderKey)
  store(input: InputOf<typeof StoreProviderKey>, context: RequestContext): Promise<ProviderKey> {
    return this.keys.store(input, context);
  }

  @Handles(SwitchProviderKey)
  switch(input: InputOf<typeof SwitchProviderKey>, context: RequestContext): Promise<ProviderKey> {
    return this.keys.switch(input, context);
  }

  @Handles(GetProviderKey)
  get(input: InputOf<typeof GetProviderKey>, context: RequestContext): Promise<ProviderKey> {
    return this.keys.get(input.service_name, context);
  }

  @Handles(ListProviderKeys)
  list(input: InputOf<typeof ListProviderKeys>, context: RequestContext): Promise<OutputOf<typeof ListProviderKeys>> {
    return this.keys.list(input, context);
  }

  @Handles(DeleteProviderKey)
  delete(input: InputOf<typeof DeleteProviderKey>, context: RequestContext): Promise<null> {
    return this.keys.delete(input.service_name, context);
  }

  @Handles(OpenProviderKey)
  open(input: InputOf<typeof OpenProviderKey>, context: RequestContext): Promise<OutputOf<typeof OpenProviderKey>> {
    return this.keys.open(input.service_name, context);
  }
}
