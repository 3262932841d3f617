import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fingerprint, fingerprintOf, nearness } from '@smartcontent/likeness';
import { WORKSPACE } from '@smartcontent/local-stack';
import { type Bench, rounded } from './figures.js';

const EDITED = 50;
const EDITS_PER_WORD = 0.02;

/** Whether near-duplicates are told: posts that are all different, and edited copies of them. Those of the demo where there are no others. */
export const likenessBench: Bench = {
  aims: { originals_flagged: { most: 0 }, edited_missed: { most: 0 } },
  async run() {
    const shared = join(WORKSPACE, '..', 'shared', 'data', 'posts.ndjson');
    const file = existsSync(shared) ? shared : join(WORKSPACE, 'demo', 'corpus', 'posts.ndjson');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const posts = lines.map((line) => (JSON.parse(line) as { body: string }).body);
    const startedAt = performance.now();
    const prints = posts.map((body) => fingerprintOf(body) as Fingerprint);
    const milliseconds = performance.now() - startedAt;
    const flagged = prints.flatMap((one, index) => prints.slice(0, index).filter((other) => isFound(one, other)));
    const step = Math.max(1, Math.floor(posts.length / EDITED));
    const chosen = Array.from({ length: Math.min(EDITED, posts.length) }, (_, index) => index * step);
    const missed = chosen.filter((index) => !isFound(prints[index], fingerprintOf(edited(posts[index] ?? '', index)) as Fingerprint));
    return {
      posts: posts.length,
      originals_flagged: flagged.length,
      edited: chosen.length,
      edited_missed: missed.length,
      fingerprint_ms: rounded(milliseconds / posts.length),
    };
  },
};

function isFound(one: Fingerprint | undefined, other: Fingerprint): boolean {
  if (!one?.bands.some((band, index) => band === other.bands[index])) return false;
  return nearness(one.sketch, other.sketch) !== null;
}

/** Every fiftieth word, from another place in each post and never more of them, is replaced, left out or followed by another one. */
function edited(body: string, seed: number): string {
  const words = body.split(/\s+/);
  const every = 1 / EDITS_PER_WORD;
  const end = Math.floor(words.length / every) * every;
  return words
    .flatMap((word, place) => {
      if (place >= end || place % every !== seed % every) return [word];
      return [[`edit${place}`], [], [word, `edit${place}`]][place % 3] ?? [];
    })
    .join(' ');
}
