import { describe, expect, it } from 'vitest';
import { cruiseTree } from '../cruise.ts';
import { dependencyRules } from '../dependency-rules.ts';
import { Tree } from './tree.ts';

/** A package as pnpm links it: found by name, entered by its exports. */
function installed(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: 'module', exports: './index.js' }),
    [`node_modules/${name}/index.js`]: 'export const open = () => {};',
  };
}

const uses = (...specifiers: string[]) => `${specifiers.map((specifier) => `import '${specifier}';`).join('\n')}\nexport const made = 1;\n`;

const CLEAN: Record<string, string> = {
  ...installed('zod'),
  ...installed('pg'),
  ...installed('ioredis'),
  ...installed('@clickhouse/client'),
  ...installed('vitest'),
  'package.json': '{ "type": "module" }',
  'libs/contracts/src/index.ts': uses('zod', 'node:crypto', './content.js'),
  'libs/contracts/src/content.ts': uses('zod'),
  'libs/sdk/src/index.ts': uses('./client.js'),
  'libs/sdk/src/client.ts': 'export const client = 1;',
  'libs/database/src/index.ts': uses('pg'),
  'libs/cache/src/index.ts': uses('ioredis'),
  'services/content/src/main.ts': uses('./app.module.js'),
  'services/content/src/app.module.ts': uses('./versions/versions.module.js', './drafts/drafts.module.js', 'pg'),
  'services/content/src/versions/versions.module.ts': uses('./versions.rpc.js', './on-post-published.js', './expire.job.js'),
  'services/content/src/versions/versions.rpc.ts': uses('./versions.service.js'),
  'services/content/src/versions/on-post-published.ts': uses('./versions.service.js'),
  'services/content/src/versions/expire.job.ts': uses('./versions.service.js'),
  'services/content/src/versions/versions.service.ts': uses('./versions.store.js', './version-hash.js', '../adapters/webhook.js'),
  'services/content/src/versions/version-hash.ts': uses('zod'),
  'services/content/src/adapters/webhook.ts': uses('./adapters.store.js'),
  'services/content/src/adapters/adapters.store.ts': uses('pg'),
  'services/content/src/versions/versions.store.ts': uses('pg'),
  'services/content/src/versions/versions.service.test.ts': uses('vitest', './versions.service.js'),
  'services/content/src/drafts/drafts.module.ts': uses('./drafts.service.js', '../versions/versions.module.js'),
  'services/content/src/drafts/drafts.service.ts': uses('../versions/versions.service.js'),
  'services/analytics/src/main.ts': uses('./totals/totals.view.js'),
  'services/analytics/src/totals/totals.view.ts': uses('@clickhouse/client'),
};

/** Rule, the file that breaks it, and what that file imports (or, for the last two, is). */
const PLANTS: [rule: string, path: string, text: string][] = [
  ['no-service-to-service', 'services/content/src/app.module.ts', uses('../../analytics/src/totals/totals.view.js')],
  ['no-lib-to-service', 'libs/database/src/index.ts', uses('../../../services/content/src/main.js')],
  ['contracts-are-pure', 'libs/contracts/src/content.ts', uses('pg')],
  ['contracts-are-pure', 'libs/contracts/src/content.ts', uses('node:fs')],
  ['contracts-are-pure', 'libs/contracts/src/content.ts', "import type { Pool } from 'pg';\nexport type P = Pool;\n"],
  ['sdk-is-pure', 'libs/sdk/src/client.ts', uses('zod')],
  ['sdk-is-pure', 'libs/sdk/src/client.ts', uses('node:crypto')],
  ['feature-through-service', 'services/content/src/drafts/drafts.service.ts', uses('../versions/versions.store.js')],
  ['feature-through-service', 'services/content/src/adapters/webhook.ts', uses('../versions/version-hash.js')],
  ['no-foreign-store', 'services/content/src/drafts/drafts.service.ts', uses('../versions/versions.store.js')],
  ['no-foreign-store', 'services/content/src/drafts/drafts.service.ts', uses('../versions/on-post-published.js')],
  ['no-foreign-store', 'services/content/src/drafts/drafts.service.ts', uses('../adapters/adapters.store.js')],
  ['no-door-to-store', 'services/content/src/versions/versions.rpc.ts', uses('./versions.store.js')],
  ['no-door-to-store', 'services/content/src/versions/on-post-published.ts', uses('./versions.store.js')],
  ['no-door-to-store', 'services/content/src/versions/expire.job.ts', uses('./versions.store.js')],
  ['postgres-clients-in-stores', 'services/content/src/versions/versions.service.ts', uses('./versions.store.js', 'pg')],
  ['postgres-clients-in-stores', 'libs/cache/src/index.ts', uses('pg')],
  ['clickhouse-clients-in-stores', 'services/content/src/versions/versions.service.ts', uses('@clickhouse/client')],
  ['redis-clients-in-stores', 'services/content/src/versions/versions.service.ts', uses('ioredis')],
  ['no-deep-imports', 'services/content/src/versions/versions.service.ts', uses('../../../../libs/database/src/index.js')],
  ['no-deep-imports', 'libs/database/src/index.ts', uses('../../contracts/src/content.js')],
  ['no-deep-imports', 'tools/test/a.test.ts', uses('../../libs/contracts/src/content.js')],
  ['no-test-code-in-production', 'services/content/src/versions/versions.service.ts', uses('vitest')],
  ['no-test-code-in-production', 'services/content/src/versions/versions.service.ts', uses('./versions.service.test.js')],
  [
    'no-cycles',
    'services/content/src/versions/versions.store.ts',
    "import { made } from './versions.service.js';\nexport const b = made;\n",
  ],
  ['no-unresolvable', 'services/content/src/versions/versions.service.ts', uses('./gone.js')],
  ['no-unresolvable', 'services/content/src/versions/versions.service.ts', uses('pg/lib/deep.js')],
  ['no-orphans', 'services/content/src/versions/left-over.ts', 'export const nobody = 1;\n'],
];

async function brokenRules(files: Record<string, string>): Promise<string[]> {
  using tree = new Tree(files);
  const { violations } = await cruiseTree(tree.root);
  return violations.flatMap(({ rule, from, to }) => [`${rule} ${from}`, `${rule} ${to}`]);
}

describe('the dependency rules', () => {
  it('let a clean tree pass', async () => {
    using tree = new Tree(CLEAN);
    expect(await cruiseTree(tree.root)).toMatchObject({ violations: [] });
  });

  it.each(PLANTS)('%s refuses %s', async (rule, path, text) => {
    expect(await brokenRules({ ...CLEAN, [path]: text })).toContain(`${rule} ${path}`);
  });

  it('let types refer to each other', async () => {
    const path = 'services/content/src/versions/versions.store.ts';
    const text = "import type { made } from './versions.service.js';\nexport type B = typeof made;\n";
    expect(await brokenRules({ ...CLEAN, [path]: text })).toEqual([]);
  });

  it('fail when nothing was followed', async () => {
    using tree = new Tree({ 'package.json': '{}', 'libs/a/src/index.ts': 'export const a = 1;' });
    await expect(cruiseTree(tree.root)).rejects.toThrow('no TypeScript module was followed');
  });

  it('are each proved by a planted violation', () => {
    expect(new Set(PLANTS.map(([rule]) => rule))).toEqual(new Set(dependencyRules([]).map((rule) => rule.name)));
  });
});
