import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  EraseCompany,
  EraseOwnUser,
  EraseUser,
  GetErasure,
  GetUserErasure,
  type InputOf,
  ListErasures,
  type OutputOf,
  type RequestContext,
  StartErasure,
} from '@smartcontent/contracts';
import { ErasuresService } from './erasures.service.js';
import { PersonErasuresService } from './person-erasures.service.js';

@Controller()
export class ErasuresRpc {
  constructor(
    private readonly erasures: ErasuresService,
    private readonly people: PersonErasuresService,
  ) {}

  @Handles(EraseCompany)
  eraseCompany(input: InputOf<typeof EraseCompany>, context: RequestContext): Promise<OutputOf<typeof EraseCompany>> {
    return this.erasures.eraseCompany(input, context);
  }

  @Handles(EraseUser)
  eraseUser(input: InputOf<typeof EraseUser>, context: RequestContext): Promise<OutputOf<typeof EraseUser>> {
    return this.people.erase(input, context);
  }

  @Handles(EraseOwnUser)
  eraseOwnUser(input: InputOf<typeof EraseOwnUser>, context: RequestContext): Promise<OutputOf<typeof EraseOwnUser>> {
    return this.people.eraseOwn(input, context);
  }

  @Handles(GetUserErasure)
  getUserErasure({ user_id }: InputOf<typeof GetUserErasure>, context: RequestContext): Promise<OutputOf<typeof GetUserErasure>> {
    return this.people.report(user_id, context);
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
