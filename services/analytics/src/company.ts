import { AppError, type RequestContext } from '@smartcontent/contracts';

/** The company that a query may see: the actor's, never one of the input. */
export function companyOf({ actor }: RequestContext): string {
  if (!actor.company_id) throw new AppError('PLATFORM_SCOPE_MISSING', { detail: 'Queries are answered for a company only' });
  return actor.company_id;
}
