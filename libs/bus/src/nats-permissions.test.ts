import { EVENTS, REQUESTS, SERVICES } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { natsPermissions } from './nats-permissions.js';

describe('natsPermissions', () => {
  it('lets a service call only what names it as a caller', () => {
    const { publish } = natsPermissions('scheduling', REQUESTS, EVENTS);
    const calls = publish.allow.filter((subject) => subject.startsWith('rpc.'));
    expect(calls).toEqual(REQUESTS.filter((request) => request.callers.includes('scheduling')).map((request) => request.subject));
    expect(calls.length).toBeLessThan(REQUESTS.length);
  });

  it('lets a service speak for no other', () => {
    for (const service of SERVICES) {
      const { publish, subscribe } = natsPermissions(service, REQUESTS, EVENTS);
      const others = SERVICES.filter((other) => other !== service);
      for (const subject of [...publish.allow.filter((allowed) => /^(?:evt|dlq|audit)\./.test(allowed)), ...subscribe.allow]) {
        for (const other of others) expect(subject.split(/[._]/)).not.toContain(other);
      }
    }
  });
});
