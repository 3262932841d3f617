import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, LogIn, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { LogInService } from './log-in.service.js';

@Controller()
export class LogInRpc {
  constructor(private readonly logIns: LogInService) {}

  @Handles(LogIn)
  logIn(input: InputOf<typeof LogIn>, context: RequestContext): Promise<OutputOf<typeof LogIn>> {
    return this.logIns.logIn(input, context);
  }
}
