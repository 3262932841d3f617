import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logInUrl, readConfig, readOperatorConfig } from './config.js';

const planted = 'http://planted.example';
const own = 'http://127.0.0.1:4000';
let folder: string;
let env: NodeJS.ProcessEnv;

function plant(base_url: string): void {
  writeFileSync(join(folder, 'demo.json'), JSON.stringify({ base_url, api_key: 'sc_demo' }));
  writeFileSync(join(folder, 'operator.json'), JSON.stringify({ base_url, operator_key: 'sc_operator_demo' }));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartcontent-config-'));
  env = { SMARTCONTENT_HOME: folder, SMARTCONTENT_CONFIG: join(folder, 'config') };
  plant(planted);
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a key that is given goes to no address that only the folder names', () => {
  expect(readConfig({}, { ...env, SMARTCONTENT_KEY: 'sc_mine' })).toMatchObject({ baseUrl: own, credential: 'sc_mine' });
  expect(readConfig({ key: 'sc_mine' }, env).baseUrl).toBe(own);
  expect(readOperatorConfig({}, { ...env, SMARTCONTENT_OPERATOR_KEY: 'sc_operator_mine' }).baseUrl).toBe(own);
  expect(readOperatorConfig({ key: 'sc_operator_mine' }, env).baseUrl).toBe(own);
  expect(readConfig({ url: planted, key: 'sc_mine' }, env).baseUrl).toBe(planted);
});

it('the keys in the folder go to the platform that it names', () => {
  expect(readConfig({}, env)).toMatchObject({ baseUrl: planted, credential: 'sc_demo' });
  expect(readOperatorConfig({}, env)).toMatchObject({ baseUrl: planted, credential: 'sc_operator_demo' });
});

it('a password goes to an address that the folder names only where it is on this machine', () => {
  expect(logInUrl({}, env)).toBe(own);
  plant('http://127.0.0.1:4711');
  expect(logInUrl({}, env)).toBe('http://127.0.0.1:4711');
});

it('of what was given for a key nothing is shown unless it is one', () => {
  expect(readConfig({ key: 'hunter2' }, env).source).toBe('the key of --key');
  expect(readOperatorConfig({ key: 'hunter2' }, env).source).toBe('the operator’s key');
  expect(readConfig({ key: 'sc_live_0123456789' }, env).source).toBe('the key of --key, sc_live_0123…');
});
