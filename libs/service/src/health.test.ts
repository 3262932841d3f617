import { expect, test } from 'vitest';
import { Health } from './health.js';

const up = { isReady: async () => true };
const down = { isReady: async () => false };

test('is ready when every store that it needs answers', async () => {
  expect(await new Health({ nats: up, postgres: up }).read()).toEqual({ status: 'ready', stores: { nats: 'up', postgres: 'up' } });
  expect(await new Health({ nats: up, postgres: down }).read()).toEqual({ status: 'waiting', stores: { nats: 'up', postgres: 'down' } });
});

test('an optional store is shown but does not decide', async () => {
  const health = new Health({ nats: up, redis: { ...down, isOptional: true } });
  expect(await health.read()).toEqual({ status: 'ready', stores: { nats: 'up', redis: 'down' } });
});

test('a check that fails or hangs is a store that is down', async () => {
  const failing = { isReady: () => Promise.reject(new Error('refused')) };
  const hanging = { isReady: () => new Promise<boolean>(() => undefined) };
  expect(await new Health({ failing, hanging }).read()).toMatchObject({ stores: { failing: 'down', hanging: 'down' } });
});

test('says that it is stopping', async () => {
  const health = new Health({ nats: up });
  health.stop();
  expect((await health.read()).status).toBe('stopping');
});

test('waits for what else must be open', async () => {
  const health = new Health({ nats: up });
  const opening = health.hold();
  expect((await health.read()).status).toBe('waiting');
  opening.release();
  expect((await health.read()).status).toBe('ready');
});
