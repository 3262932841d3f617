import { CreateIdentity1767600000000 } from './1767600000000-create-identity.js';
import { CreateSessions1769000000000 } from './1769000000000-create-sessions.js';
import { CreateTotp1769000100000 } from './1769000100000-create-totp.js';
import { ChainAudit1769100000000 } from './1769100000000-chain-audit.js';
import { CreateMails1769200000000 } from './1769200000000-create-mails.js';
import { CreateInvitations1769200000001 } from './1769200000001-create-invitations.js';
import { CreateProfiles1769200000002 } from './1769200000002-create-profiles.js';
import { ExtendClients1769300000000 } from './1769300000000-extend-clients.js';
import { CreateProviderKeys1769310000000 } from './1769310000000-create-provider-keys.js';
import { OpenContacts1769420000000 } from './1769420000000-open-contacts.js';
import { CreateEmailChanges1769430000000 } from './1769430000000-create-email-changes.js';
import { GuardAudit1769430000000 } from './1769430000000-guard-audit.js';
import { EraseCompanies1769440000000 } from './1769440000000-erase-companies.js';
import { ErasePeople1769450000000 } from './1769450000000-erase-people.js';
import { TellWhereProviderKeysGo1769460000000 } from './1769460000000-tell-where-provider-keys-go.js';

/** In the order in which they run. */
export const migrations = [
  CreateIdentity1767600000000,
  CreateSessions1769000000000,
  CreateTotp1769000100000,
  CreateMails1769200000000,
  CreateInvitations1769200000001,
  CreateProfiles1769200000002,
  ExtendClients1769300000000,
  CreateProviderKeys1769310000000,
  ChainAudit1769100000000,
  OpenContacts1769420000000,
  CreateEmailChanges1769430000000,
  GuardAudit1769430000000,
  EraseCompanies1769440000000,
  ErasePeople1769450000000,
  TellWhereProviderKeysGo1769460000000,
];
