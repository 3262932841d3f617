import { CreateContent1767600000000 } from './1767600000000-create-content.js';
import { CreateReads1767600000001 } from './1767600000001-create-reads.js';
import { ChainAudit1769100000000 } from './1769100000000-chain-audit.js';
import { GuardAudit1769430000000 } from './1769430000000-guard-audit.js';
import { EraseCompanies1769440000000 } from './1769440000000-erase-companies.js';
import { ErasePeople1769450000000 } from './1769450000000-erase-people.js';
import { SortContent1770800000000 } from './1770800000000-sort-content.js';
import { IndexCampaigns1770800000100 } from './1770800000100-index-campaigns.js';

export const migrations = [
  CreateContent1767600000000,
  CreateReads1767600000001,
  ChainAudit1769100000000,
  GuardAudit1769430000000,
  EraseCompanies1769440000000,
  ErasePeople1769450000000,
  SortContent1770800000000,
  IndexCampaigns1770800000100,
];
