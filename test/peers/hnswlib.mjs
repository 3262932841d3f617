// node hnswlib.mjs VECTORS QUERIES DIMENSIONS: both files hold 32-bit floats. Prints one line of JSON.
import { readFileSync } from 'node:fs';
import hnswlib from 'hnswlib-node';

const [vectorsFile, queriesFile, dimensions] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const vectors = floatsOf(vectorsFile);
const queries = floatsOf(queriesFile);
const NEAREST = 10;

const index = new hnswlib.HierarchicalNSW('ip', dimensions);
index.initIndex(vectors.length, 16, 128);
const builtFrom = performance.now();
for (const [place, vector] of vectors.entries()) index.addPoint(Array.from(vector), place);
const buildSeconds = (performance.now() - builtFrom) / 1_000;

index.setEf(256);
const times = [];
let found = 0;
for (const query of queries) {
  const askedAt = performance.now();
  const { neighbors } = index.searchKnn(Array.from(query), NEAREST);
  times.push(performance.now() - askedAt);
  const exact = new Set(nearest(query));
  found += neighbors.filter((place) => exact.has(place)).length;
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
console.log(
  JSON.stringify({
    hnswlib_build_seconds: buildSeconds,
    hnswlib_p50_ms: at(0.5),
    hnswlib_p99_ms: at(0.99),
    hnswlib_recall10: found / (queries.length * NEAREST),
    hnswlib_rss_mib: process.memoryUsage().rss / 2 ** 20,
  }),
);

function nearest(query) {
  const products = vectors.map((vector, place) => [place, vector.reduce((sum, value, at) => sum + value * query[at], 0)]);
  return products
    .sort((a, b) => b[1] - a[1])
    .slice(0, NEAREST)
    .map(([place]) => place);
}

function floatsOf(file) {
  const bytes = readFileSync(file);
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return Array.from({ length: all.length / dimensions }, (_, place) => all.subarray(place * dimensions, (place + 1) * dimensions));
}
