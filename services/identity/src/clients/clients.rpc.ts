import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  type Client,
  DeleteClient,
  GetClient,
  type InputOf,
  ListClients,
  type OutputOf,
  type RequestContext,
  UpdateClient,
} from '@smartcontent/contracts';
import { ClientsService } from './clients.service.js';

@Controller()
export class ClientsRpc {
  constructor(private readonly clients: ClientsService) {}

  @Handles(ListClients)
  list(input: InputOf<typeof ListClients>, context: RequestContext): Promise<OutputOf<typeof ListClients>> {
    return this.clients.list(input, context);
  }

  @Handles(GetClient)
  get(input: InputOf<typeof GetClient>, context: RequestContext): Promise<Client> {
    return this.clients.get(input.client_id, context);
  }

  @Handles(UpdateClient)
  update(input: InputOf<typeof UpdateClient>, context: RequestContext): Promise<Client> {
    return this.clients.update(input, context);
  }

  @Handles(DeleteClient)
  delete(input: InputOf<typeof DeleteClient>, context: RequestContext): Promise<Client> {
    return this.clients.delete(input.client_id, context);
  }
}
