import { Controller, Inject, type Type } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { AppError, type ERASE_PARTS, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { ServiceEraser } from './service-eraser.js';

/** What identity asks a service for. */
export type ErasePart = (typeof ERASE_PARTS)[keyof typeof ERASE_PARTS];

/** The door through which identity has a service erase its part. The company is the one that identity signed for. */
export function eraseDoor(contract: ErasePart): Type {
  @Controller()
  class EraseDoor {
    constructor(@Inject(ServiceEraser) private readonly eraser: ServiceEraser) {}

    @Handles(contract)
    async erase({ user_id: userId }: InputOf<ErasePart>, { actor }: RequestContext): Promise<OutputOf<ErasePart>> {
      // The request has no face that would ask for a scope, and it is no person's to send.
      if (actor.kind !== 'service' || !actor.company_id) throw new AppError('PLATFORM_ACTOR_REFUSED');
      return { places: await this.eraser.erase({ companyId: actor.company_id, userId }) };
    }
  }
  return EraseDoor;
}
