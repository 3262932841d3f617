import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetContact, GetUserContact, type InputOf, type OutputOf, type RequestContext, UpdateContact } from '@smartcontent/contracts';
import { ContactsService } from './contacts.service.js';

@Controller()
export class ContactsRpc {
  constructor(private readonly contacts: ContactsService) {}

  @Handles(GetContact)
  getOwn(_input: InputOf<typeof GetContact>, context: RequestContext): Promise<OutputOf<typeof GetContact>> {
    return this.contacts.getOwn(context);
  }

  @Handles(UpdateContact)
  updateOwn(input: InputOf<typeof UpdateContact>, context: RequestContext): Promise<OutputOf<typeof UpdateContact>> {
    return this.contacts.updateOwn(input, context);
  }

  @Handles(GetUserContact)
  getOfUser(input: InputOf<typeof GetUserContact>, context: RequestContext): Promise<OutputOf<typeof GetUserContact>> {
    return this.contacts.getOfUser(input.user_id, context);
  }
}
