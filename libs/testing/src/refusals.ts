import { readFileSync, statSync } from 'node:fs';

const VIOLATION = /(?:Publish|Subscription) Violation - .*/g;

/** Hears what nats-server refuses a service from now on: rights that its code asks for and its contracts do not give. */
export function watchRefusals(natsLog: string): () => void {
  const from = statSync(natsLog).size;
  return () => {
    const refused = new Set(readFileSync(natsLog).subarray(from).toString().match(VIOLATION));
    if (refused.size > 0) throw new Error(`Refused by NATS while this file ran:\n  ${[...refused].join('\n  ')}`);
  };
}
