import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface SourcePost {
  readonly title: string;
  readonly body: string;
  readonly slug: string | null;
  readonly authors: readonly string[];
  /** 1 for the first line. */
  readonly line: number;
}

export interface SourceFile {
  readonly text: string;
  /** SHA-256 of the bytes, hex: what makes a repeated run the same run. */
  readonly hash: string;
}

export function readSource(file: string): SourceFile {
  const bytes = readFileSync(file);
  return { text: bytes.toString('utf8'), hash: createHash('sha256').update(bytes).digest('hex') };
}

/** Throws, naming the line, where a post is not an object with a title and a body. */
export function parsePosts(text: string): SourcePost[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parsePost(line, index + 1)]));
}

function parsePost(text: string, line: number): SourcePost {
  let post: Partial<SourcePost> | null;
  try {
    post = JSON.parse(text) as Partial<SourcePost> | null;
  } catch {
    throw new Error(`line ${line} of the posts is not JSON`);
  }
  if (typeof post?.title !== 'string' || typeof post.body !== 'string')
    throw new Error(`line ${line} of the posts lacks a title or a body`);
  const authors = Array.isArray(post.authors) ? post.authors.map(String) : [];
  return { title: post.title, body: post.body, slug: typeof post.slug === 'string' ? post.slug : null, authors, line };
}
