import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  EraseCompany,
  GetErasure,
  type InputOf,
  ListErasures,
  type OutputOf,
  type RequestContext,
  StartErasure,
} from '@smartcontent/contracts';
import { ErasuresService } from './erasures.service.js';

@Controller()
export class ErasuresRpc {
  constructor(private readonly erasures: ErasuresService) {}

  @Handles(EraseCompany)
  eraseCompany(input: InputOf<typeof EraseCompany>, context: RequestContext): Promise<OutputOf<typeof EraseCompany>> {
    return this.erasures.eraseCompany(input, context);
  }

  @Handles(StartErasure)
  start(input: InputOf<typeof StartErasure>, context: RequestContext): Promise<OutputOf<typeof StartErasure>> {
    return this.erasures.start(input, context);
  }

  @Handles(ListErasures)
  list(input: InputOf<typeof ListErasures>): Promise<OutputOf<typeof ListErasures>> {
    return this.erasures.list(input);
  }

  @Handles(GetErasure)
  get(input: InputOf<typeof GetErasure>): Promise<OutputOf<typeof GetErasure>> {
    return this.erasures.get(input);
  }
}
