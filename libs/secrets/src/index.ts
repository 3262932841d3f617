export { DataKey } from './data-key.js';
export { readMasterKey } from './master-key.js';
export { type Sealed, Secrets, SecretsError } from './secrets.js';
