export type { Output } from './line.js';
export { run } from './run.js';
