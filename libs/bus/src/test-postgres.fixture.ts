import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RunningPostgres, startPostgres } from '@smartcontent/local-stack';

/** Of this process, for all its files; gone with the folder of the run. */
let template: Promise<string> | undefined;

/** A Postgres of one test's own, with the tables that `migrate` makes: a copy of the first one, since making one takes six times as long. */
export async function startMigratedPostgres(copy: string, migrate: (adminUrl: string) => Promise<unknown>): Promise<RunningPostgres> {
  template ??= makeTemplate(migrate);
  await promisify(execFile)('cp', ['-a', await template, copy]);
  return startPostgres({ folder: copy, isDurable: false });
}

async function makeTemplate(migrate: (adminUrl: string) => Promise<unknown>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'smartcontent-template-'));
  chmodSync(folder, 0o711);
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), isDurable: false });
  await migrate(postgres.url);
  await postgres.stop();
  return postgres.folder;
}
