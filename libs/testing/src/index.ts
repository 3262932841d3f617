export { eventually } from './eventually.js';
export type { Caller, CallerOptions, Stack } from './stack.js';
export { useStack } from './use-stack.js';
