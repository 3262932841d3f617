import { type Actor, AppError, type ContentSummary, type RequestContext } from '@smartcontent/contracts';

type Person = Extract<Actor, { user_id: string }>;

/** The company on whose behalf the request comes. @throws AppError CONTENT_FORBIDDEN where there is none. */
export function companyOf({ actor }: RequestContext): string {
  if (!actor.company_id) throw new AppError('CONTENT_FORBIDDEN');
  return actor.company_id;
}

/** A user, or the user behind an API key. @throws AppError CONTENT_FORBIDDEN for services and operators. */
export function personOf({ actor }: RequestContext): Person {
  if (actor.kind !== 'user' && actor.kind !== 'client') throw new AppError('CONTENT_FORBIDDEN');
  return actor;
}

/** Users change what is their own, managers and admins everything. @throws AppError CONTENT_FORBIDDEN */
export function requireMayChange(person: Person, content: ContentSummary): void {
  const isOwn = person.user_id === content.user_id;
  if (!isOwn && person.role !== 'admin' && person.role !== 'manager') throw new AppError('CONTENT_FORBIDDEN');
}
