import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '@smartcontent/local-stack';

export interface Post {
  readonly title: string;
  readonly body: string;
}

/** The posts of a file; without one those of the shared data where they are, else the demo's. */
export function readPosts(file?: string): Post[] {
  const shared = join(WORKSPACE, '..', 'shared', 'data', 'posts.ndjson');
  const path = file ?? (existsSync(shared) ? shared : join(WORKSPACE, 'demo', 'corpus', 'posts.ndjson'));
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Post);
}

/** The sentence in the middle of a post, code left out. */
export function middleSentence({ body }: Post): string {
  const sentences = sentencesOf(body.replace(/```[\s\S]*?```/g, ' ')).filter((one) => one.split(' ').length >= 8 && one.length < 400);
  return sentences[sentences.length >> 1] ?? body.slice(0, 200);
}

/** As many posts as are asked for, of sentences that stand in real ones, so that words are as frequent as they are there. */
export function* mixedPosts(posts: readonly Post[]): Generator<Post> {
  const sentences = posts.flatMap(({ body }) => sentencesOf(body)).filter((one) => one.length > 20 && one.length < 500);
  const titleWords = posts.flatMap(({ title }) => title.split(' '));
  let state = 1;
  const pick = (from: readonly string[]) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[Math.floor((state / 2 ** 32) * from.length)] ?? '';
  };
  const some = (count: number, from: readonly string[]) => Array.from({ length: count }, () => pick(from)).join(' ');
  for (;;) {
    const paragraphs = Array.from({ length: 9 }, () => some(9, sentences));
    yield { title: some(5, titleWords), body: paragraphs.join('\n\n') };
  }
}

function sentencesOf(body: string): string[] {
  return body
    .split(/(?<=[.!?])\s+|\n\n+/)
    .map((one) => one.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}
