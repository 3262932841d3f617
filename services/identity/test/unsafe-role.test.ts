import { useStack } from '@smartcontent/testing';
import { expect, test } from 'vitest';
import { readConfig, start } from '../src/app.js';

const stack = useStack({ services: ['identity'] });

test('a service does not start with a role that every company is open to', async () => {
  const env = stack.env('identity');
  for (const variable of ['POSTGRES_URL', 'POSTGRES_SYSTEM_URL']) {
    const starting = start(readConfig({ ...env, [variable]: stack.postgresUrl }));
    await expect(starting).rejects.toThrow('bypasses row-level security');
  }
});
