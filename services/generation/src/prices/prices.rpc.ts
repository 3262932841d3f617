import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetModelPrice,
  type InputOf,
  ListModelPrices,
  ListPlatformPrices,
  type OutputOf,
  type RequestContext,
  SetModelPrice,
  SetPlatformPrice,
} from '@smartcontent/contracts';
import { PriceList } from './price-list.service.js';

@Controller()
export class PricesRpc {
  constructor(private readonly prices: PriceList) {}

  @Handles(SetModelPrice)
  set(input: InputOf<typeof SetModelPrice>, context: RequestContext): Promise<OutputOf<typeof SetModelPrice>> {
    return this.prices.set(input, context);
  }

  @Handles(ListModelPrices)
  list(input: InputOf<typeof ListModelPrices>, context: RequestContext): Promise<OutputOf<typeof ListModelPrices>> {
    return this.prices.list(input, context);
  }

  @Handles(GetModelPrice)
  get(input: InputOf<typeof GetModelPrice>, context: RequestContext): Promise<OutputOf<typeof GetModelPrice>> {
    return this.prices.get(input, context);
  }

  @Handles(SetPlatformPrice)
  setEverybodys(input: InputOf<typeof SetPlatformPrice>, context: RequestContext): Promise<OutputOf<typeof SetPlatformPrice>> {
    return this.prices.setEverybodys(input, context);
  }

  @Handles(ListPlatformPrices)
  listEverybodys(input: InputOf<typeof ListPlatformPrices>): Promise<OutputOf<typeof ListPlatformPrices>> {
    return this.prices.listEverybodys(input);
  }
}
