import { readFileSync } from 'node:fs';
import { SecretsError } from './secrets.js';

/**
 * The master keys in base64, the one that wraps first, from the variable or, where that is unset, from the file that an orchestrator mounts.
 * @throws SecretsError where neither is given or the file cannot be read.
 */
export function readMasterKey(source: { readonly value?: string; readonly file?: string }): string {
  if (source.value) return source.value.trim();
  if (!source.file) throw new SecretsError('MASTER_KEY or MASTER_KEY_FILE is missing');
  try {
    return readFileSync(source.file, 'utf8').trim();
  } catch (cause) {
    throw new SecretsError(`MASTER_KEY_FILE cannot be read: ${source.file}`, { cause });
  }
}
