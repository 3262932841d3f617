import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  CreateStrategy,
  DeleteStrategy,
  GetStrategy,
  type InputOf,
  ListStrategies,
  type OutputOf,
  type RequestContext,
  UpdateStrategy,
} from '@smartcontent/contracts';
import { Strategies } from './strategies.service.js';

@Controller()
export class StrategiesRpc {
  constructor(private readonly strategies: Strategies) {}

  @Handles(CreateStrategy)
  create(input: InputOf<typeof CreateStrategy>, context: RequestContext): Promise<OutputOf<typeof CreateStrategy>> {
    return this.strategies.create(input, context);
  }

  @Handles(ListStrategies)
  list(input: InputOf<typeof ListStrategies>, context: RequestContext): Promise<OutputOf<typeof ListStrategies>> {
    return this.strategies.list(input, context);
  }

  @Handles(GetStrategy)
  get({ strategy_id }: InputOf<typeof GetStrategy>, context: RequestContext): Promise<OutputOf<typeof GetStrategy>> {
    return this.strategies.get(strategy_id, context);
  }

  @Handles(UpdateStrategy)
  update(input: InputOf<typeof UpdateStrategy>, context: RequestContext): Promise<OutputOf<typeof UpdateStrategy>> {
    return this.strategies.update(input, context);
  }

  @Handles(DeleteStrategy)
  delete(input: InputOf<typeof DeleteStrategy>, context: RequestContext): Promise<OutputOf<typeof DeleteStrategy>> {
    return this.strategies.delete(input, context);
  }
}
