import type { Company } from './company.js';
import type { FrontDoor, Write } from './front-door.js';
import type { LedgerEntry } from './ledger.js';
import type { Random } from './random.js';

/** A content as its author last heard of it. */
interface Draft {
  readonly company: Company;
  readonly id: string;
  status: string;
  revision: number;
  versionId: string;
  versionHash: string;
  steps: number;
}

type Step = 'race' | 'edit' | 'submit' | 'approve' | 'schedule' | 'archive' | 'delete';

/** What an author may do next, by the content's status; a step named twice is twice as likely. */
const STEPS: Readonly<Record<string, readonly Step[]>> = {
  draft: ['edit', 'edit', 'edit', 'race', 'submit', 'submit'],
  review: ['edit', 'approve', 'approve', 'approve'],
  approved: ['edit', 'edit', 'schedule', 'schedule', 'delete'],
  published: ['edit', 'edit', 'edit', 'archive'],
};
const CONTENTS_PER_COMPANY = 40;
/** A content that was worked on this often is left alone, so that new ones come. */
const STEPS_PER_CONTENT = 25;
/** Once in so many creations another transaction is made to overlap it and to commit before it. */
const LONG_ONE_IN = 8;

export interface AuthorsOptions {
  readonly door: FrontDoor;
  readonly companies: readonly Company[];
  readonly random: Random;
  readonly postLeadMs: readonly [least: number, most: number];
  /** Holds up the commit of the write that uses this key, for a moment. */
  readonly delayCommit: (companyId: string, key: string) => Promise<void>;
}

/** Writers of contents: each content is one author's, who takes its next step when the last one was answered. */
export class ContentAuthors {
  readonly #options: AuthorsOptions;
  readonly #idle: Draft[] = [];
  readonly #known = new Map<Company, number>();
  #count = 0;

  constructor(options: AuthorsOptions) {
    this.#options = options;
  }

  /** One step of some author; resolves when it was answered for good. */
  async step(): Promise<void> {
    const { random, companies } = this.#options;
    const company = random.pick(companies);
    const isFull = (this.#known.get(company) ?? 0) >= CONTENTS_PER_COMPANY;
    if (this.#idle.length === 0 || (!isFull && random.next() < 0.25)) return this.#create(company);
    const draft = this.#idle.splice(Math.floor(random.next() * this.#idle.length), 1)[0] as Draft;
    const isKept = await this.#work(draft);
    if (isKept && ++draft.steps < STEPS_PER_CONTENT) this.#idle.push(draft);
    else this.#known.set(draft.company, (this.#known.get(draft.company) ?? 1) - 1);
  }

  async #create(company: Company): Promise<void> {
    const { door, random, delayCommit } = this.#options;
    const isLong = random.next() < 1 / LONG_ONE_IN;
    this.#known.set(company, (this.#known.get(company) ?? 0) + 1);
    const entry = await door.write({
      ...this.#about(company, 'create'),
      method: 'POST',
      path: '/v1/content',
      body: { content_type: 'blog_post', ...this.#text() },
      ...(isLong && { beforeSending: (key: string) => delayCommit(company.id, key) }),
    });
    if (entry.outcome !== 'acknowledged') return;
    const draft: Draft = { company, id: entry.answer.id, status: '', revision: 0, versionId: '', versionHash: '', steps: 0 };
    learn(draft, entry.answer);
    this.#idle.push(draft);
  }

  /** False where the content is gone. */
  async #work(draft: Draft): Promise<boolean> {
    const step = this.#options.random.pick<Step>(STEPS[draft.status] ?? ['edit']);
    if (step === 'race') return this.#race(draft);
    const entry = await this.#options.door.write(this.#writeOf(step, draft));
    if (step === 'delete' && entry.outcome === 'acknowledged') return false;
    return this.#settle(draft, step, entry);
  }

  /** Two edits of the same revision at once: one of them comes too late. */
  async #race(draft: Draft): Promise<boolean> {
    const { door } = this.#options;
    const entries = await Promise.all([door.write(this.#writeOf('edit', draft)), door.write(this.#writeOf('edit', draft))]);
    const last = entries.find((entry) => entry.outcome === 'acknowledged') ?? (entries[0] as LedgerEntry);
    return this.#settle(draft, 'edit', last);
  }

  /** What was answered is believed; after anything else the author looks the content up. */
  async #settle(draft: Draft, step: Step, entry: LedgerEntry): Promise<boolean> {
    if (entry.outcome === 'acknowledged' && step !== 'schedule') {
      learn(draft, entry.answer);
      return draft.status !== 'archived';
    }
    const found = await this.#options.door.read(`/v1/content/${draft.id}`, draft.company.key);
    if (!found) return false;
    learn(draft, found);
    return draft.status !== 'archived';
  }

  #writeOf(step: Exclude<Step, 'race'>, draft: Draft): Write {
    const about = { ...this.#about(draft.company, step), targetId: draft.id };
    const path = `/v1/content/${draft.id}`;
    switch (step) {
      case 'edit':
        return { ...about, method: 'PATCH', path, body: { revision: draft.revision, ...this.#text() } };
      case 'delete':
        return { ...about, method: 'DELETE', path };
      case 'approve':
        return { ...about, method: 'POST', path: `${path}/approve`, body: { version_hash: draft.versionHash } };
      case 'submit':
      case 'archive':
        return { ...about, method: 'POST', path: `${path}/${step}`, body: {} };
      case 'schedule':
        return { ...about, method: 'POST', path: '/v1/scheduled-posts', body: this.#post(draft) };
    }
  }

  #post(draft: Draft): object {
    const inMs = this.#options.random.between(...this.#options.postLeadMs);
    return {
      content_id: draft.id,
      version_id: draft.versionId,
      platform_account_id: draft.company.accountId,
      scheduled_time: new Date(Date.now() + inMs).toISOString(),
    };
  }

  #about(company: Company, kind: string): Pick<Write, 'kind' | 'companyId' | 'token'> {
    return { kind, companyId: company.id, token: company.key };
  }

  #text(): { title: string; content_text: string } {
    this.#count += 1;
    return { title: `Text ${this.#count}`, content_text: `This is text ${this.#count} of a run, and no other says the same. `.repeat(4) };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the front door
function learn(draft: Draft, content: any): void {
  draft.status = content.status;
  draft.revision = content.revision;
  draft.versionId = content.version_id;
  draft.versionHash = content.version_hash;
}
