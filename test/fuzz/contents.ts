import { ApproveContent, CreateContent, GetContent, SubmitContent } from '@smartcontent/contracts';
import type { Company } from './company.js';

type Maker = Pick<Company, 'call'>;

/** A content that nothing was done with yet. */
export async function draft(company: Maker): Promise<{ content_id: string; version_hash: string; revision: number }> {
  const input = { content_type: 'blog_post' as const, title: 'A title', content_text: 'A text.' };
  const { id, version_hash, revision } = await company.call(CreateContent, input);
  return { content_id: id, version_hash, revision };
}

/** A content that somebody must decide about. */
export async function submitted(company: Maker): Promise<{ content_id: string; version_hash: string }> {
  const { content_id, version_hash } = await draft(company);
  await company.call(SubmitContent, { content_id });
  return { content_id, version_hash };
}

/** A content with a version that may be published. */
export async function approvedContent(company: Maker): Promise<{ content_id: string; version_id: string }> {
  const { content_id, version_hash } = await submitted(company);
  await company.call(ApproveContent, { content_id, version_hash });
  const { version_id } = await company.call(GetContent, { content_id });
  return { content_id, version_id };
}
