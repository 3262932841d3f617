import { randomUUID } from 'node:crypto';

const COUNTER_MAX = 0xfff;

let lastMs = 0;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562 §5.7): sorts by the time it was made, and within this process also inside one millisecond (§6.2 method 1, a counter of
 * 12 bits that starts below its middle; where it runs out, or the clock goes back, the time runs ahead instead).
 */
export function newId(): string {
  const now = Date.now();
  const random = randomUUID();
  if (now > lastMs) {
    lastMs = now;
    counter = Number.parseInt(random.slice(0, 3), 16) & (COUNTER_MAX >> 1);
  } else if (++counter > COUNTER_MAX) {
    lastMs++;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  // The variant and the random bits behind it stand where a UUIDv4 has them.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${random.slice(19)}`;
}
