import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetOwnUser,
  GetUser,
  type InputOf,
  ListColleagues,
  ListUsers,
  type OutputOf,
  type RequestContext,
  UpdateOwnUser,
  UpdateUser,
} from '@smartcontent/contracts';
import { OwnUserService } from './own-user.service.js';
import { StandingService } from './standing.service.js';
import { UsersService } from './users.service.js';

@Controller()
export class UsersRpc {
  constructor(
    private readonly users: UsersService,
    private readonly own: OwnUserService,
    private readonly standing: StandingService,
  ) {}

  @Handles(ListColleagues)
  listColleagues(input: InputOf<typeof ListColleagues>, context: RequestContext): Promise<OutputOf<typeof ListColleagues>> {
    return this.users.listColleagues(input, context);
  }

  @Handles(ListUsers)
  list(input: InputOf<typeof ListUsers>, context: RequestContext): Promise<OutputOf<typeof ListUsers>> {
    return this.users.list(input, context);
  }

  @Handles(GetUser)
  get(input: InputOf<typeof GetUser>, context: RequestContext): Promise<OutputOf<typeof GetUser>> {
    return this.users.get(input.user_id, context);
  }

  @Handles(UpdateUser)
  update(input: InputOf<typeof UpdateUser>, context: RequestContext): Promise<OutputOf<typeof UpdateUser>> {
    return this.standing.update(input, context);
  }

  @Handles(GetOwnUser)
  getOwn(_input: InputOf<typeof GetOwnUser>, context: RequestContext): Promise<OutputOf<typeof GetOwnUser>> {
    return this.own.get(context);
  }

  @Handles(UpdateOwnUser)
  updateOwn(input: InputOf<typeof UpdateOwnUser>, context: RequestContext): Promise<OutputOf<typeof UpdateOwnUser>> {
    return this.own.update(input, context);
  }
}
