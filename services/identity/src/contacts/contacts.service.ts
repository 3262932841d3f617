import { Injectable } from '@nestjs/common';
import { AppError, type Contact, type InputOf, type RequestContext, type UpdateContact } from '@smartcontent/contracts';
import { commitChange, Database } from '@smartcontent/database';
import { type Sealed, Secrets } from '@smartcontent/secrets';
import { ContactsStore } from './contacts.store.js';

/** Of a user who has given none. */
const NO_CONTACT: Contact = { phone: null, postal_address: null };

/** How somebody is reached outside of the platform: sealed in `users.encrypted_data`, so that neither a dump nor the audit log shows it. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly database: Database,
    private readonly store: ContactsStore,
    private readonly secrets: Secrets,
  ) {}

  getOwn(context: RequestContext): Promise<Contact> {
    const { company_id, user_id } = selfOf(context);
    return this.database.withTenant(context, async (tx) => this.open(company_id, present(await this.store.find(tx, user_id)).sealed));
  }

  /** The audit log names the details that changed, not what they are: it outlives them. */
  updateOwn(changes: InputOf<typeof UpdateContact>, context: RequestContext): Promise<Contact> {
    const { company_id, user_id } = selfOf(context);
    return this.database.withTenant(context, async (tx) => {
      const before = this.open(company_id, present(await this.store.lock(tx, user_id)).sealed);
      const after = { ...before, ...changes };
      const isEmpty = Object.values(after).every((detail) => detail === null);
      await this.store.write(tx, user_id, isEmpty ? null : this.secrets.seal(company_id, JSON.stringify(after)));
      const [was, is] = [before, after].map((contact) => ({ id: user_id, contact: namesOf(contact), changed: Object.keys(changes) }));
      await commitChange(tx, { event: null, audit: { table: 'users', operation: 'update', before: was, after: is } });
      return after;
    });
  }

  /** By an admin; whose details they were is audited before the answer is on its way. */
  getOfUser(userId: string, context: RequestContext): Promise<Contact> {
    const { company_id } = selfOf(context);
    return this.database.withTenant(context, async (tx) => {
      const user = await this.store.find(tx, userId);
      if (!user) throw new AppError('IDENTITY_USER_NOT_FOUND');
      const contact = this.open(company_id, user.sealed);
      const after = { id: userId, contact: namesOf(contact) };
      await commitChange(tx, { event: null, audit: { table: 'users', operation: 'read', after } });
      return contact;
    });
  }

  private open(companyId: string, sealed: Sealed | null): Contact {
    return sealed ? { ...NO_CONTACT, ...(JSON.parse(this.secrets.open(companyId, sealed)) as Contact) } : NO_CONTACT;
  }
}

/** Which details there are. */
function namesOf(contact: Contact): string[] {
  return Object.entries(contact).flatMap(([name, detail]) => (detail === null ? [] : [name]));
}

/** A token may outlive its user by minutes; it is refused then. */
function present<T extends { readonly is_active: boolean }>(user: T | undefined): T {
  if (!user?.is_active) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return user;
}

function selfOf({ actor }: RequestContext): { readonly company_id: string; readonly user_id: string } {
  if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor;
}
