import { CreateIngest1767600000000 } from './1767600000000-create-ingest.js';
import { CreateContentActivity1767600000001 } from './1767600000001-create-content-activity.js';
import { BookArrivals1767600000002 } from './1767600000002-book-arrivals.js';
import { ChainAudit1769100000000 } from './1769100000000-chain-audit.js';
import { GuardAudit1769430000000 } from './1769430000000-guard-audit.js';
import { EraseCompanies1769440000000 } from './1769440000000-erase-companies.js';
import { ErasePeople1769450000000 } from './1769450000000-erase-people.js';
import { CreatePerformance1770600000000 } from './1770600000000-create-performance.js';
import { FoldPlatforms1770640000300 } from './1770640000300-fold-platforms.js';

export const migrations = [
  CreateIngest1767600000000,
  CreateContentActivity1767600000001,
  BookArrivals1767600000002,
  ChainAudit1769100000000,
  GuardAudit1769430000000,
  EraseCompanies1769440000000,
  ErasePeople1769450000000,
  CreatePerformance1770600000000,
  FoldPlatforms1770640000300,
];
