import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, type OutputOf, type RequestContext, SignUp } from '@smartcontent/contracts';
import { SignUpService } from './sign-up.service.js';

@Controller()
export class SignUpRpc {
  constructor(private readonly signUps: SignUpService) {}

  @Handles(SignUp)
  signUp(input: InputOf<typeof SignUp>, context: RequestContext): Promise<OutputOf<typeof SignUp>> {
    return this.signUps.signUp(input, context);
  }
}
