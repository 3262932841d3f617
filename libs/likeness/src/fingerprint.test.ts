import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fingerprint, fingerprintOf, nearness, similarity } from './fingerprint.js';

const FIXED = { seed: 42, numRuns: 150 };
const vocabulary = fc.integer({ min: 0, max: 4_000 }).map((index) => `w${index.toString(36)}`);
const words = (minLength: number, maxLength: number) => fc.array(vocabulary, { minLength, maxLength });
/** Where to edit, as parts of the length, and how. */
const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999_999, noNaN: true }), fc.constantFrom('replace', 'drop', 'add')), {
  minLength: 60,
  maxLength: 60,
});

function of(list: readonly string[]): Fingerprint {
  return fingerprintOf(list.join(' ')) as Fingerprint;
}

function edited(list: readonly string[], how: readonly (readonly [number, string])[], count: number): string[] {
  const copy = [...list];
  for (const [index, [at, kind]] of how.slice(0, count).entries()) {
    const place = Math.floor(at * copy.length);
    copy.splice(place, kind === 'add' ? 0 : 1, ...(kind === 'drop' ? [] : [`edit${index}`]));
  }
  return copy;
}

function isFound(one: Fingerprint, other: Fingerprint): boolean {
  return one.bands.some((band, index) => band === other.bands[index]) && nearness(one.sketch, other.sketch) !== null;
}

/** The same in plain sets. */
function plainSimilarity(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one, other].map((list) => {
    const padded = ['^', '^', ...list, '$', '$'];
    const times = new Map<string, number>();
    return new Set(
      padded.slice(2).map((_, index) => {
        const run = padded.slice(index, index + 3).join(' ');
        times.set(run, (times.get(run) ?? 0) + 1);
        return `${run} ${times.get(run)}`;
      }),
    );
  }) as [Set<string>, Set<string>];
  const common = [...a].filter((run) => b.has(run)).length;
  return common / (a.size + b.size - common);
}

describe('fingerprintOf', () => {
  it('finds a text of 60 words and more again after edits of at most 2 % of its words', () => {
    fc.assert(
      fc.property(words(60, 2_000), edits, (list, how) =>
        isFound(of(list), of(edited(list, how, Math.min(how.length, Math.floor(list.length * 0.02))))),
      ),
      FIXED,
    );
  });

  it('never takes texts of other words for the same', () => {
    fc.assert(
      fc.property(words(8, 500), words(8, 500), (one, other) => plainSimilarity(one, other) > 0.3 || !isFound(of(one), of(other))),
      FIXED,
    );
  });

  it('estimates what two texts share, whatever their edits', () => {
    fc.assert(
      fc.property(words(30, 1_500), edits, fc.integer({ min: 0, max: 60 }), (list, how, count) => {
        const other = edited(list, how, Math.min(count, list.length - 8));
        const [estimate, truth] = [similarity(of(list).sketch, of(other).sketch), plainSimilarity(list, other)];
        return Math.abs(estimate - truth) < 0.1;
      }),
      FIXED,
    );
  });

  it('is the same for the same words, however they are set', () => {
    fc.assert(
      fc.property(words(8, 200), fc.constantFrom(', ', ' — ', '\n\n', ' *', '. 🎉 ', '\u00a0'), (list, between) => {
        expect(fingerprintOf(`**${list.map((word) => word.toUpperCase()).join(between)}!**`)).toEqual(of(list));
      }),
      FIXED,
    );
  });

  it('takes any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 1, max: 40 }), (text, times) => {
        const print = fingerprintOf(text.repeat(times));
        if (print) expect(similarity(print.sketch, print.sketch)).toBe(1);
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it('says nothing about fewer than eight words, and about few words only where they are all the same', () => {
    expect(fingerprintOf('Read the whole story on our blog')).toBeNull();
    expect(fingerprintOf('… – !!! 🎉🎉🎉')).toBeNull();
    const invitation = 'Meet us on Monday in hall four and bring your questions along'.split(' ');
    expect(isFound(of(invitation), of(invitation))).toBe(true);
    fc.assert(
      fc.property(words(8, 26), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (list, at) => {
        return !isFound(of(list), of(list.with(Math.floor(at * list.length), 'Tuesday')));
      }),
      FIXED,
    );
  });

  it('reads scripts without spaces by the character', () => {
    const thai = 'การเขียนโปรแกรมด้วยภาษาใหม่ทำให้ทีมของเราทำงานได้เร็วขึ้นและมีข้อผิดพลาดน้อยลงกว่าเดิมมากในปีนี้';
    const chinese = '我们今天发布了编程语言的新版本它改进了编译速度并修复了许多错误感谢所有贡献者的辛勤工作和支持请阅读文档了解更多';
    for (const text of [thai, chinese]) {
      expect(isFound(of([text]), of([`${text}!`]))).toBe(true);
      expect(isFound(of([text]), of([`${text.slice(0, 30)}的${text.slice(31)}`]))).toBe(true);
    }
    expect(isFound(of([thai]), of([chinese]))).toBe(false);
  });

  it('tells a text that repeats itself from one that does so more often', () => {
    const chorus = 'the same words come again and again and again ';
    expect(isFound(of([chorus]), of([chorus.repeat(2)]))).toBe(false);
    expect(isFound(of([chorus.repeat(2)]), of([chorus.repeat(40)]))).toBe(false);
  });
});

describe('the posts of the demo', () => {
  const bodies = readFileSync(new URL('../../../demo/corpus/posts.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { body: string }).body);
  const prints = bodies.map((body) => of([body]));

  it('are no duplicates of each other', () => {
    const pairs = prints.flatMap((one, index) => prints.slice(0, index).filter((other) => isFound(one, other)));
    expect(pairs).toEqual([]);
  });

  it('are found again after edits, and each by itself alone', () => {
    fc.assert(
      fc.property(fc.nat(bodies.length - 1), edits, (index, how) => {
        const list = (bodies[index] as string).split(/\s+/);
        const other = of(edited(list, how, Math.min(how.length, Math.floor(list.length * 0.02))));
        expect(prints.flatMap((print, at) => (isFound(print, other) ? [at] : []))).toEqual([index]);
      }),
      { seed: 42, numRuns: 50 },
    );
  });
});
