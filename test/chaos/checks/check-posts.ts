import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Evidence } from './evidence.js';
import type { Finding } from './findings.js';

interface PostRow {
  readonly id: string;
  readonly status: string;
  readonly revision: number;
  readonly error_message: string | null;
  /** What content knows of it; null where the content is gone. */
  readonly known_status: string | null;
  readonly known_revision: number | null;
  readonly content_exists: boolean;
}

/** What content calls a post's state. */
const KNOWN_AS: Readonly<Record<string, string>> = { published: 'published', cancelled: 'stopped', failed: 'stopped', missed: 'stopped' };

/** A post that was published stands at the platform once, any other not at all, and content knows its end. */
export async function checkPosts({ stores, ledger, companyIds }: Evidence, sandboxFolder: string): Promise<Finding[]> {
  const posts = await stores.sql<PostRow>(
    `SELECT post.id, post.status, post.revision, post.error_message, known.status AS known_status, known.post_revision AS known_revision,
            content.id IS NOT NULL AS content_exists
       FROM scheduling.scheduled_posts post
       LEFT JOIN content.content content ON content.id = post.content_id
       LEFT JOIN content.content_posts known ON known.post_id = post.id
      WHERE post.company_id = ANY ($1)`,
    [companyIds],
  );
  const accepted = readAccepted(sandboxFolder);
  const found: Finding[] = posts.flatMap((post) => [...judgeDelivery(post, accepted.get(post.id) ?? 0), ...judgeKnown(post)]);
  const known = new Set(posts.map((post) => post.id));
  for (const { answer } of ledger.of('acknowledged', 'schedule')) {
    if (!known.has(answer.id)) found.push({ wrong: 'lost', where: 'scheduling.scheduled_posts', id: answer.id, detail: 'no row' });
  }
  return found;
}

function judgeDelivery({ id, status, error_message }: PostRow, times: number): Finding[] {
  const where = 'the sandbox';
  if (times > 1) return [{ wrong: 'doubled', where, id, detail: `taken ${times} times` }];
  if (KNOWN_AS[status] === undefined) return [{ wrong: 'stuck', where, id, detail: `still ${status}: ${error_message}` }];
  if (status === 'published' && times === 0) return [{ wrong: 'lost', where, id, detail: 'published, yet never taken' }];
  if (status !== 'published' && times === 1) return [{ wrong: 'half_applied', where, id, detail: `${status}, yet taken` }];
  return [];
}

function judgeKnown(post: PostRow): Finding[] {
  if (!post.content_exists) return [];
  if (post.known_status === KNOWN_AS[post.status] && post.known_revision === post.revision) return [];
  const detail = `${post.status} at revision ${post.revision}, content knows ${post.known_status} at ${post.known_revision}`;
  return [{ wrong: 'lost', where: 'content.content_posts', id: post.id, detail }];
}

/** How often the platform took each message. */
function readAccepted(folder: string): Map<string, number> {
  const database = new DatabaseSync(join(folder, 'sandbox.db'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT message_id, count(*) AS times FROM receipts WHERE was_accepted = 1 GROUP BY message_id').all();
    return new Map(rows.map((row) => [String(row.message_id), Number(row.times)]));
  } finally {
    database.close();
  }
}
