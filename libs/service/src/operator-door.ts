import { Controller, Inject, type Type } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import type { InputOf, OperatorRequests, OutputOf, RequestContext } from '@smartcontent/contracts';
import { OperatorService } from './operator-service.js';

type Input<N extends keyof OperatorRequests> = InputOf<OperatorRequests[N]>;
type Answer<N extends keyof OperatorRequests> = Promise<OutputOf<OperatorRequests[N]>>;

/** The door for the operator's requests of one service. */
export function operatorDoor(requests: OperatorRequests): Type {
  @Controller()
  class OperatorDoor {
    constructor(@Inject(OperatorService) private readonly operator: OperatorService) {}

    @Handles(requests.ListDeadLetters)
    list(input: Input<'ListDeadLetters'>): Answer<'ListDeadLetters'> {
      return this.operator.list(input);
    }

    @Handles(requests.GetDeadLetter)
    get(input: Input<'GetDeadLetter'>): Answer<'GetDeadLetter'> {
      return this.operator.get(input);
    }

    @Handles(requests.ReplayDeadLetter)
    replay(input: Input<'ReplayDeadLetter'>, context: RequestContext): Answer<'ReplayDeadLetter'> {
      return this.operator.replay(input, context);
    }

    @Handles(requests.DropDeadLetter)
    drop(input: Input<'DropDeadLetter'>, context: RequestContext): Answer<'DropDeadLetter'> {
      return this.operator.drop(input, context);
    }

    @Handles(requests.ReplayEvents)
    replayEvents(input: Input<'ReplayEvents'>, context: RequestContext): Answer<'ReplayEvents'> {
      return this.operator.replayEvents(input, context);
    }

    @Handles(requests.RebuildProjection)
    rebuild(input: Input<'RebuildProjection'>, context: RequestContext): Answer<'RebuildProjection'> {
      return this.operator.rebuild(input, context);
    }

    @Handles(requests.VerifyAudit)
    verifyAudit(input: Input<'VerifyAudit'>, context: RequestContext): Answer<'VerifyAudit'> {
      return this.operator.verifyAudit(input, context);
    }

    @Handles(requests.ListDdlLog)
    listDdlLog(input: Input<'ListDdlLog'>): Answer<'ListDdlLog'> {
      return this.operator.listDdlLog(input);
    }

    @Handles(requests.RotateSecrets)
    rotateSecrets(input: Input<'RotateSecrets'>, context: RequestContext): Answer<'RotateSecrets'> {
      return this.operator.rotateSecrets(input, context);
    }
  }
  return OperatorDoor;
}
