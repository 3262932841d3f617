import { CreateScheduling1767600000000 } from './1767600000000-create-scheduling.js';
import { ChainAudit1769100000000 } from './1769100000000-chain-audit.js';
import { GuardAudit1769430000000 } from './1769430000000-guard-audit.js';
import { EraseCompanies1769440000000 } from './1769440000000-erase-companies.js';
import { ErasePeople1769450000000 } from './1769450000000-erase-people.js';
import { HoldCampaigns1770700000000 } from './1770700000000-hold-campaigns.js';
import { KeepBackOff1770700000100 } from './1770700000100-keep-back-off.js';

/** In the order in which they run. */
export const migrations = [
  CreateScheduling1767600000000,
  ChainAudit1769100000000,
  GuardAudit1769430000000,
  EraseCompanies1769440000000,
  ErasePeople1769450000000,
  HoldCampaigns1770700000000,
  KeepBackOff1770700000100,
];
