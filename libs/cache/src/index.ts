export { AttemptThrottle } from './attempt-throttle.js';
export { Cache, type ReadThrough } from './cache.js';
export { KeyEraser } from './key-eraser.js';
export { KEYS, type KeyPattern, keyOf } from './keys.js';
export { type LiveCount, LiveCounters } from './live-counters.js';
export { type RateLimit, RateLimiter } from './rate-limiter.js';
export { RunStream } from './run-stream.js';
export { UserStream } from './user-stream.js';
