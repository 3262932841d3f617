import { CreateIdentity1767600000000 } from './1767600000000-create-identity.js';
import { CreateSessions1769000000000 } from './1769000000000-create-sessions.js';
import { ExtendClients1769300000000 } from './1769300000000-extend-clients.js';

/** In the order in which they run. */
export const migrations = [CreateIdentity1767600000000, CreateSessions1769000000000, ExtendClients1769300000000];
