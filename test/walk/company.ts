import { randomUUID } from 'node:crypto';
import {
  AcceptInvitation,
  ApproveContent,
  type CallOf,
  ConnectPlatformAccount,
  type Content,
  CreateApiKey,
  CreateContent,
  CreateInvitation,
  GetContent,
  LogIn,
  type OutputOf,
  PutDocument,
  type RequestContract,
  type Role,
  SCOPES,
  SchedulePost,
  type Scope,
  SignUp,
  SubmitContent,
} from '@smartcontent/contracts';
import { eventually } from '@smartcontent/testing';
import type { FrontDoor } from './front-door.js';

const HOUR_MS = 3_600_000;
/** Public, and nobody's: nothing is ever sent there. */
const HOOK = 'https://93.184.215.14/hook';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  /** Access token of a session of theirs. */
  readonly token: string;
  readonly refreshToken: string;
  readonly sessionId: string;
}

/** Where a company is made: the front door, and the sandbox that takes its mail and its posts. */
export interface Town {
  readonly front: FrontDoor;
  readonly sandboxUrl: string;
}

/** A company that signed up for the walk. `mark` stands in every text of its own, so that it is known wherever it turns up. */
export class Company {
  private constructor(
    private readonly town: Town,
    readonly mark: string,
    readonly id: string,
    readonly admin: Person,
  ) {}

  static async signUp(town: Town, kind: string): Promise<Company> {
    const mark = `${kind}-${randomUUID().slice(0, 8)}`;
    const [email, password] = [`${mark}@walk.example`, passwordOf(mark)];
    const { company, user, session } = await town.front.call(SignUp, { company_name: `${mark} Ltd`, email, password });
    return new Company(town, mark, company.id, personOf({ id: user.id, email, password, session }));
  }

  /** As the admin, unless another credential is handed in. @throws Error where it is refused */
  call<C extends RequestContract>(contract: C, input: CallOf<C>, bearer: string = this.admin.token): Promise<OutputOf<C>> {
    return this.town.front.call(contract, input, bearer);
  }

  /** Somebody who was invited, accepted and logged in. */
  async newPerson(role: Role): Promise<Person> {
    const name = `${this.mark}-${role}-${randomUUID().slice(0, 8)}`;
    const [email, password] = [`${name}@walk.example`, passwordOf(name)];
    await this.call(CreateInvitation, { email, role });
    const { user } = await this.town.front.call(AcceptInvitation, { token: await this.mailedToken(email), password, username: name });
    return this.logIn({ id: user.id, email, password });
  }

  /** A further session of somebody. */
  async logIn({ id, email, password }: Pick<Person, 'id' | 'email' | 'password'>): Promise<Person> {
    const { session } = await this.town.front.call(LogIn, { email, password });
    return personOf({ id, email, password, session });
  }

  /** The token in the newest of at least so many mails to an address. */
  mailedToken(address: string, mails = 1): Promise<string> {
    return eventually(async () => {
      const response = await fetch(`${this.town.sandboxUrl}/mailboxes/${address}/messages`);
      const { items } = (await response.json()) as { items: { text: string }[] };
      const token = /sc_mail_\w+/.exec(items[0]?.text ?? '')?.[0];
      if (items.length < mails || !token) throw new Error(`${items.length} of ${mails} mails came for ${address}`);
      return token;
    });
  }

  newKey(scopes: readonly Scope[] = SCOPES, more: Partial<CallOf<typeof CreateApiKey>> = {}): Promise<OutputOf<typeof CreateApiKey>> {
    return this.call(CreateApiKey, { name: this.text('key'), scopes: [...scopes], ...more });
  }

  newContent(): Promise<Content> {
    return this.call(CreateContent, { content_type: 'blog_post', title: this.text('title'), content_text: this.text('text') });
  }

  async newSubmitted(): Promise<Content> {
    const { id } = await this.newContent();
    await this.call(SubmitContent, { content_id: id });
    return this.call(GetContent, { content_id: id });
  }

  async newApproved(): Promise<Content> {
    const { id, version_hash } = await this.newSubmitted();
    await this.call(ApproveContent, { content_id: id, version_hash });
    return this.call(GetContent, { content_id: id });
  }

  newDocument(): Promise<OutputOf<typeof PutDocument>> {
    return this.call(PutDocument, { content_id: randomUUID(), title: this.text('title'), text: this.text('document') });
  }

  newAccount(): Promise<OutputOf<typeof ConnectPlatformAccount>> {
    return this.call(ConnectPlatformAccount, { platform: 'webhook', name: this.text('account'), settings: { url: HOOK } });
  }

  /** A post that leaves in an hour, unless told otherwise. */
  async newPost(accountId: string, inMs = HOUR_MS, campaign_id: string | null = null): Promise<OutputOf<typeof SchedulePost>> {
    const { id, version_id } = await this.newApproved();
    const scheduled_time = new Date(Date.now() + inMs).toISOString();
    return this.call(SchedulePost, { content_id: id, version_id, platform_account_id: accountId, scheduled_time, campaign_id });
  }

  /** A text of this company's own. */
  text(what: string): string {
    return `${this.mark} ${what} ${randomUUID().slice(0, 8)}`;
  }
}

export function inAnHour(): string {
  return new Date(Date.now() + HOUR_MS).toISOString();
}

/** Another one for everybody, so that nobody's opens somebody else's door. */
function passwordOf(name: string): string {
  return `correct horse ${name}`;
}

interface LoggedIn {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly session: OutputOf<typeof LogIn>['session'];
}

function personOf({ session, ...person }: LoggedIn): Person {
  return { ...person, token: session.access_token, refreshToken: session.refresh_token, sessionId: session.session_id };
}
