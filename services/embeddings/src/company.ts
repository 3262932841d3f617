import { AppError, type RequestContext } from '@smartcontent/contracts';

/** The company whose rows these are: the actor's, never one of the input. */
export function companyOf({ actor }: RequestContext): string {
  if (!actor.company_id) throw new AppError('PLATFORM_SCOPE_MISSING', { detail: 'An index is a company’s' });
  return actor.company_id;
}
