import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '@smartcontent/local-stack';
import { type Figures, rounded } from './figures.js';

/** The same vectors in hnswlib, where it is installed: see test/peers/README.md. */
export function measureHnswlib(folder: string, vectors: readonly Float32Array[], queries: readonly Float32Array[]): Figures {
  const peers = join(WORKSPACE, 'test', 'peers');
  if (!existsSync(join(peers, 'node_modules', 'hnswlib-node', 'build'))) {
    console.log('hnswlib-node is not installed in test/peers, and is left out');
    return {};
  }
  const [vectorsFile, queriesFile] = [join(folder, 'vectors'), join(folder, 'queries')];
  writeFileSync(vectorsFile, bytesOf(vectors));
  writeFileSync(queriesFile, bytesOf(queries));
  const args = [join(peers, 'hnswlib.mjs'), vectorsFile, queriesFile, String(queries[0]?.length ?? 0)];
  const figures = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 20 })) as Figures;
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
}

function bytesOf(vectors: readonly Float32Array[]): Buffer {
  return Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}
