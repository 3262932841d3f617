import { describe, expect, it } from 'vitest';
import { Project } from '../project.ts';
import { RULES } from '../rules/index.ts';

/** A tree that keeps every rule; each plant below is laid over it. */
const CLEAN: Record<string, string> = {
  'README.md': 'See `services/content/src/main.ts`, [the flow](docs/flows/approve.md) and http://127.0.0.1:4000/docs/json.',
  'docs/flows/approve.md': '1. `libs/contracts/src/content/events.ts`\n2. services/content/src/versions/versions.store.ts',
  'docs/reference/errors.md': '| `CONTENT_NOT_FOUND` | 404 |',
  'libs/contracts/package.json': '{}',
  'libs/contracts/README.md': '# contracts',
  'libs/contracts/src/errors.ts': "export const ERRORS = {\n  CONTENT_NOT_FOUND: final(404, 'No'),\n};",
  'libs/contracts/src/content/events.ts':
    "export const VersionApproved = defineEvent({ subject: 'evt.content.version.approved.v1' });\n" +
    "export const GetVersion = defineRequest({ subject: 'rpc.content.version.get.v1' });",
  'libs/database/package.json': '{}',
  'libs/database/README.md': '# database',
  'libs/database/src/index.ts': "export { open } from './database.js';",
  'libs/database/src/database.ts': '/** Opens it. */\nexport function open() {}\nexport function inner() { return withSystem("x"); }',
  'services/content/package.json': '{}',
  'services/content/README.md': '# content',
  'services/content/src/main.ts': 'start();',
  'services/content/src/versions/versions.rpc.ts': 'class VersionsRpc { @Handles(GetVersion) get() {} }',
  'services/content/src/versions/on-version-approved.ts': 'class OnVersionApproved { @Handles(VersionApproved) handle() {} }',
  'services/content/src/versions/expire-drafts.job.ts': "database.withSystem('expire drafts', work);",
  'tools/rules/system-doors.json': JSON.stringify([
    { file: 'libs/database/src/database.ts', calls: 1, why: 'offers it', doors: ['platform'] },
    { file: 'services/content/src/versions/expire-drafts.job.ts', calls: 1, why: 'drafts of all', doors: ['job'] },
  ]),
  'services/content/src/versions/versions.store.ts': "const sql = 'SELECT 1';",
  'services/content/src/versions/versions.service.ts': 'class VersionsService { constructor(store: Store) {} }',
  'services/content/src/migrations/20260105090000-create-content.ts': "const sql = 'CREATE TABLE content.content ()';",
  'services/content/test/approve.test.ts': "it('approves', async () => { await eventually(() => check()); });",
};

const MANY = Array.from({ length: 40 }, (_, index) => `  call(${index});`).join('\n');

/** name of the rule, what is planted, and what its message must say. */
const PLANTS: [rule: string, files: Record<string, string>, says: RegExp][] = [
  ['docs-paths', { 'docs/flows/other.md': 'then `services/content/src/gone.ts`' }, /services\/content\/src\/gone\.ts does not exist/],
  ['docs-paths', { 'ARCHITECTURE.md': 'see libs/nothing' }, /libs\/nothing/],
  [
    'door-names',
    { 'services/content/src/a/on-content-approved.ts': 'class A { @Handles(VersionApproved) handle() {} }' },
    /on-version-approved/,
  ],
  [
    'door-names',
    { 'services/content/src/a/on-version-approved.ts': 'class A { @Handles(VersionApproved) handle() {} }' },
    /OnVersionApproved\.handle/,
  ],
  [
    'door-names',
    { 'services/content/src/a/on-version-approved.ts': 'class A { @HandlesBatch(VersionApproved) handle() {} }' },
    /on-content-events/,
  ],
  [
    'door-names',
    { 'services/content/src/a/on-content-events.ts': 'class OnContentEvents { @HandlesBatch(GetVersion) handle() {} }' },
    /takes events only/,
  ],
  ['door-names', { 'services/content/src/a/a.service.ts': 'class A { @Handles(GetVersion) get() {} }' }, /belongs in a \.rpc\.ts/],
  ['door-names', { 'services/content/src/a/a.rpc.ts': 'class A { @Handles(GetNothing) get() {} }' }, /does not take a contract/],
  ['error-codes-documented', { 'docs/reference/errors.md': 'nothing' }, /CONTENT_NOT_FOUND is missing/],
  ['error-codes-documented', { 'libs/contracts/src/errors.ts': 'export const ERRORS = {};' }, /no code found/],
  ['exports-documented', { 'libs/database/src/database.ts': 'export function open() { withSystem("x"); }' }, /open is exported without/],
  ['exports-documented', { 'libs/database/src/index.ts': "export * from './database.js';" }, /inner is exported without/],
  ['file-names', { 'services/content/src/versions/versionsStore.ts': '' }, /not kebab-case/],
  ['file-names', { 'services/content/src/Versions/a.ts': '' }, /folder Versions/],
  ['file-names', { 'libs/shared/src/index.ts': '' }, /shared names nothing/],
  ['file-names', { 'services/content/src/versions/utils.ts': '' }, /utils\.ts names nothing/],
  ['file-names', { 'services/content/src/versions/versions.repository.ts': '' }, /\.repository\.ts is no part/],
  ['file-names', { 'services/content/src/migrations/create-content.ts': '' }, /<timestamp>/],
  ['no-hidden-wiring', { 'services/content/src/a/a.module.ts': "import { CqrsModule } from '@nestjs/cqrs';" }, /@nestjs\/cqrs/],
  ['no-hidden-wiring', { 'services/content/src/a/a.module.ts': "import { EventEmitter } from 'node:events';" }, /node:events/],
  ['no-hidden-wiring', { 'services/content/src/a/a.module.ts': 'forwardRef(() => B);' }, /forwardRef/],
  ['no-machine-paths', { 'scripts/start.mjs': "const folder = '/tmp/smartcontent';" }, /a path of one machine/],
  ['no-machine-paths', { 'libs/database/src/paths.ts': "const data = '/root/data';" }, /a path of one machine/],
  ['no-machine-paths', { '.npmrc': 'registry=https://registry.example.org/' }, /a package registry/],
  ['no-machine-paths', { 'pnpm-lock.yaml': 'tarball: http://npm.local:4873/x.tgz' }, /a package registry/],
  ['no-module-mocks', { 'services/content/test/a.test.ts': "vi.mock('../src/a.js');" }, /vi\.mock\(\)/],
  ['no-module-mocks', { 'services/content/test/a.test.ts': "vi.doMock('../src/a.js');" }, /vi\.doMock\(\)/],
  ['no-module-mocks', { 'services/content/src/a.test.ts': "jest.mock('./a.js');" }, /jest\.mock\(\)/],
  [
    'no-sleep-in-tests',
    { 'services/content/test/a.test.ts': 'await new Promise((done) => setTimeout(done, 50));' },
    /setTimeout\(\) sleeps/,
  ],
  ['no-sleep-in-tests', { 'libs/database/src/a.test.ts': 'globalThis.setTimeout(done, 50);' }, /setTimeout\(\) sleeps/],
  ['no-sleep-in-tests', { 'test/journeys/a.test.ts': "import { setTimeout as rest } from 'node:timers/promises';" }, /imports timers/],
  ['no-sleep-in-tests', { 'services/content/test/wait.ts': 'await sleep(10);' }, /sleep\(\) sleeps/],
  [
    'no-subject-strings',
    { 'services/content/src/a/a.service.ts': "publish('evt.content.version.approved.v1');" },
    /take the contract object/,
  ],
  ['no-todo', { 'services/content/src/a/a.service.ts': '// TODO later' }, /unfinished/],
  ['one-way-out', { 'services/content/src/a/a.service.ts': 'await fetch(account.settings.url);' }, /fetch\(\) goes out/],
  ['one-way-out', { 'services/content/src/a/a.service.ts': "import { request } from 'undici';" }, /past libs\/outgoing/],
  ['readme-per-package', { 'services/scheduling/package.json': '{}' }, /missing/],
  ['sizes', { 'services/content/src/main.ts': MANY }, /main\.ts takes 25/],
  ['sizes', { 'services/content/src/a/a.rpc.ts': `class A {\n get() {\n${MANY}\n }\n}` }, /takes 30 at most/],
  ['sizes', { 'services/content/src/a/a.service.ts': 'class A { constructor(a: A, b: B, c: C, d: D, e: E, f: F) {} }' }, /6 dependencies/],
  ['sql-in-stores', { 'services/content/src/a/a.service.ts': "tx.query('SELECT id FROM content.content');" }, /SQL outside/],
  ['sql-in-stores', { 'services/content/src/a/a.rpc.ts': 'tx.query(`UPDATE content.content SET title = $1`);' }, /SQL outside/],
  ['with-system', { 'services/content/src/a/a.service.ts': "database.withSystem('look around', work);" }, /look across companies/],
  ['with-system', { 'services/content/src/a/a.store.ts': 'database.runSystem({ text, values });' }, /look across companies/],
  ['with-system', { 'services/content/src/a/a.store.ts': 'database.runUrgent({ text, values });' }, /look across companies/],
  ['with-system', { 'services/content/src/a/a.store.ts': "database.withSystem<Row[]>('look around', work);" }, /look across companies/],
  ['with-system', { 'services/content/src/a/a.job.ts': "database.withSystem('look around', work);" }, /look across companies/],
  [
    'with-system',
    { 'libs/database/src/database.ts': '/** Opens it. */\nexport function open() {}' },
    /0 looks across companies; .* names 1/,
  ],
];

const violationsOf = (files: Record<string, string>) => {
  const project = Project.of(files);
  return RULES.flatMap((rule) => rule.check(project).map((violation) => ({ rule: rule.name, ...violation })));
};

describe('the rules of our own', () => {
  it('let a clean tree pass', () => {
    expect(violationsOf(CLEAN)).toEqual([]);
  });

  it.each(PLANTS.map(([rule, files, says]) => ({ rule, files, says })))('$rule says $says', ({ rule, files, says }) => {
    const violations = violationsOf({ ...CLEAN, ...files });
    expect([...new Set(violations.map((violation) => violation.rule))]).toEqual([rule]);
    expect(violations.map((violation) => violation.message).join('\n')).toMatch(says);
    expect(Object.keys({ ...CLEAN, ...files })).toEqual(
      expect.arrayContaining([violations[0]?.path.replace(/README\.md$/, 'package.json')]),
    );
  });

  it('are each proved by a planted violation', () => {
    expect(new Set(PLANTS.map(([rule]) => rule))).toEqual(new Set(RULES.map((rule) => rule.name)));
  });
});
