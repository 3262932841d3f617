import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAsyncApi, buildOpenApi, EVENTS, REQUESTS } from '@smartcontent/contracts';
import { changelogReference } from './api-changes/released.ts';
import { clickhouseReferences } from './references/clickhouse-tables.ts';
import { errorsReference } from './references/errors-reference.ts';
import { postgresReferences } from './references/migrated-schemas.ts';
import { policyReference } from './references/policy-reference.ts';
import { type References, staleReferences, writeReferences } from './references/references.ts';
import { type OpenApi, sdkReferences } from './references/sdk-reference.ts';

/** `pnpm generate` writes docs/reference, the changelog of the API and the generated part of the SDK; with --check it only says what would change, and fails then. */
const root = process.cwd();
const references = await generate();
const stale = staleReferences(root, references);
if (!process.argv.includes('--check')) {
  writeReferences(root, references);
  console.log(`${Object.keys(references).length} references, ${stale.length} changed`);
} else if (stale.length > 0) {
  for (const path of stale) console.error(`${path} is not what the sources say; run pnpm generate and commit it`);
  process.exitCode = 1;
}

async function generate(): Promise<References> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const openApi = buildOpenApi(REQUESTS, { version, servers: ['http://127.0.0.1:4000'] });
  const folder = mkdtempSync(join(tmpdir(), 'references-'));
  // Started by root, Postgres runs as another user, who must be able to pass.
  chmodSync(folder, 0o711);
  try {
    return {
      'docs/reference/openapi.json': `${JSON.stringify(openApi, null, 2)}\n`,
      ...changelogReference(root, openApi),
      'docs/reference/asyncapi.json': `${JSON.stringify(buildAsyncApi(REQUESTS, EVENTS, { version }), null, 2)}\n`,
      'docs/reference/errors.md': errorsReference(),
      'docs/reference/policy.md': policyReference(),
      ...(await sdkReferences(openApi as unknown as OpenApi)),
      ...(await clickhouseReferences(root, folder)),
      ...(await postgresReferences(root, folder)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
