import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { staleReferences, writeReferences } from '../references/references.ts';
import { Tree } from './tree.ts';

const references = { 'docs/reference/errors.md': 'codes', 'docs/reference/postgres/content.sql': 'tables' };

it('finds nothing to do in what it has just written', () => {
  using tree = new Tree({ 'package.json': '{}' });
  writeReferences(tree.root, references);
  expect(staleReferences(tree.root, references)).toEqual([]);
});

it('names a reference that was edited, is missing or is left over', () => {
  using tree = new Tree({ 'docs/reference/errors.md': 'edited by hand', 'docs/reference/postgres/gone.sql': 'a service that is no more' });
  const all = ['docs/reference/errors.md', 'docs/reference/postgres/content.sql', 'docs/reference/postgres/gone.sql'];
  expect(staleReferences(tree.root, references)).toEqual(all);
});

it('removes what nothing generates any more', () => {
  using tree = new Tree({ 'docs/reference/postgres/gone.sql': 'a service that is no more' });
  writeReferences(tree.root, references);
  expect(existsSync(join(tree.root, 'docs/reference/postgres/gone.sql'))).toBe(false);
});
