import { CreateIdentity1767600000000 } from './1767600000000-create-identity.js';

/** In the order in which they run. */
export const migrations = [CreateIdentity1767600000000];
