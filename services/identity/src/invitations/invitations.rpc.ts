import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  AcceptInvitation,
  CreateInvitation,
  type InputOf,
  ListInvitations,
  type OutputOf,
  type RequestContext,
  RevokeInvitation,
} from '@smartcontent/contracts';
import { AcceptanceService } from './acceptance.service.js';
import { InvitationsService } from './invitations.service.js';

@Controller()
export class InvitationsRpc {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: AcceptanceService,
  ) {}

  @Handles(CreateInvitation)
  create(input: InputOf<typeof CreateInvitation>, context: RequestContext): Promise<OutputOf<typeof CreateInvitation>> {
    return this.invitations.create(input, context);
  }

  @Handles(ListInvitations)
  list(input: InputOf<typeof ListInvitations>, context: RequestContext): Promise<OutputOf<typeof ListInvitations>> {
    return this.invitations.list(input, context);
  }

  @Handles(RevokeInvitation)
  revoke(input: InputOf<typeof RevokeInvitation>, context: RequestContext): Promise<OutputOf<typeof RevokeInvitation>> {
    return this.invitations.revoke(input.invitation_id, context);
  }

  @Handles(AcceptInvitation)
  accept(input: InputOf<typeof AcceptInvitation>, context: RequestContext): Promise<OutputOf<typeof AcceptInvitation>> {
    return this.acceptance.accept(input, context);
  }
}
