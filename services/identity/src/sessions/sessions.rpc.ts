import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, LogIn, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { SessionsService } from './sessions.service.js';

@Controller()
export class SessionsRpc {
  constructor(private readonly sessions: SessionsService) {}

  @Handles(LogIn)
  logIn(input: InputOf<typeof LogIn>, context: RequestContext): Promise<OutputOf<typeof LogIn>> {
    return this.sessions.logIn(input, context);
  }
}
