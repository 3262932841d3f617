import type { RunStream } from '@smartcontent/cache';
import type { GenerationNews } from '@smartcontent/contracts';
import { expect, test } from 'vitest';
import { RunProgress } from './run-progress.js';

test('a text that comes at once is told in pieces, none of which cuts a character in two', () => {
  const told: string[] = [];
  const publish = async (_company: string, { data }: Omit<GenerationNews, 'id'>) => told.push(data.text ?? '') > 0;
  const text = `a${'🌱'.repeat(9_000)}`;
  const teller = new RunProgress({ publish } as Partial<RunStream> as RunStream).teller({ id: 'run', company_id: 'company' });
  teller.onText(text);
  teller.end();
  expect(told.join('')).toBe(text);
  expect(told.map((piece) => [piece.length <= 8_000, piece.isWellFormed()])).toEqual(told.map(() => [true, true]));
  expect(told).toHaveLength(3);
});
