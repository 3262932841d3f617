import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type EmbedderSettings, GetEmbedderSettings, type InputOf, type RequestContext, SetEmbedder } from '@smartcontent/contracts';
import { Embedders } from './embedders.service.js';

@Controller()
export class SettingsRpc {
  constructor(private readonly embedders: Embedders) {}

  @Handles(GetEmbedderSettings)
  get(_input: InputOf<typeof GetEmbedderSettings>, context: RequestContext): Promise<EmbedderSettings> {
    return this.embedders.read(context);
  }

  @Handles(SetEmbedder)
  set(input: InputOf<typeof SetEmbedder>, context: RequestContext): Promise<EmbedderSettings> {
    return this.embedders.choose(input, context);
  }
}
