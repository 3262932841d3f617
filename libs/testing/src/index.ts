export { eventually } from './eventually.js';
export { deadLetterOf, type PlayedEvent, playEvent } from './play-events.js';
export type { Caller, CallerOptions, Stack } from './stack.js';
export { type StackOptions, useStack } from './use-stack.js';
