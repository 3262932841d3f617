import {
  ApproveContent,
  type CallOf,
  ConnectPlatformAccount,
  type Content,
  CreateApiKey,
  CreateContent,
  GetContent,
  LogIn,
  type OutputOf,
  type Scope,
  SignUp,
  SubmitContent,
} from '@smartcontent/contracts';
import type { JourneyPlatform } from './platform.js';

let count = 0;

/** A company that signed up through the front door. */
export class Company {
  private constructor(
    private readonly platform: JourneyPlatform,
    readonly account: OutputOf<typeof SignUp>,
    readonly password: string,
    /** Bearer token of its admin. */
    readonly token: string,
  ) {}

  static async signUp(platform: JourneyPlatform): Promise<Company> {
    const password = 'correct horse battery';
    const email = `admin-${process.pid}-${++count}@acme.example`;
    const account = await platform.call(SignUp, { company_name: `Acme ${count}`, email, password });
    const { session } = await platform.call(LogIn, { email, password });
    return new Company(platform, account, password, session.access_token);
  }

  async makeKey(
    scopes: Scope[],
    options: Omit<CallOf<typeof CreateApiKey>, 'name' | 'scopes'> = {},
  ): Promise<OutputOf<typeof CreateApiKey>> {
    return this.platform.call(CreateApiKey, { name: 'a key', scopes, ...options }, this.token);
  }

  write(title = 'A title', text = 'A text.'): Promise<Content> {
    return this.platform.call(CreateContent, { content_type: 'blog_post', title, content_text: text }, this.token);
  }

  async writeApproved(title?: string): Promise<Content> {
    const { id, version_hash } = await this.write(title);
    await this.platform.call(SubmitContent, { content_id: id }, this.token);
    await this.platform.call(ApproveContent, { content_id: id, version_hash }, this.token);
    return this.platform.call(GetContent, { content_id: id }, this.token);
  }

  /** A webhook account whose receiver is an inbox of the sandbox. */
  async connectSandbox(inbox: string): Promise<OutputOf<typeof ConnectPlatformAccount>> {
    const url = `${this.platform.sandboxUrl}/inboxes/${inbox}/messages`;
    const input = { platform: 'webhook' as const, name: inbox, settings: { url, lookup_url: `${url}/{id}` } };
    const account = await this.platform.call(ConnectPlatformAccount, input, this.token);
    await fetch(`${this.platform.sandboxUrl}/inboxes/${inbox}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: account.signing_secret }),
    });
    return account;
  }
}
