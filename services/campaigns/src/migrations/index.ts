import { CreateCampaigns1770600000000 } from './1770600000000-create-campaigns.js';
import { CreateCampaignsTable1770600000100 } from './1770600000100-create-campaigns-table.js';
import { CreatePlans1770610000000 } from './1770610000000-create-plans.js';
import { CreatePlanReads1770610000001 } from './1770610000001-create-plan-reads.js';
import { CreatePlanFigures1770610000002 } from './1770610000002-create-plan-figures.js';
import { CreateBookings1770620000000 } from './1770620000000-create-bookings.js';
import { CreateAttachments1770620000100 } from './1770620000100-create-attachments.js';
import { SortCampaigns1770620000200 } from './1770620000200-sort-campaigns.js';
import { PartBookingsBySource1770620000300 } from './1770620000300-part-bookings-by-source.js';
import { FindContentsOfStrategies1770630000000 } from './1770630000000-find-contents-of-strategies.js';
import { SortCalendars1770630000100 } from './1770630000100-sort-calendars.js';
import { ReadReports1770640000000 } from './1770640000000-read-reports.js';
import { CountPlansAtOnce1770640000100 } from './1770640000100-count-plans-at-once.js';
import { KeepPlansOfPages1770640000200 } from './1770640000200-keep-plans-of-pages.js';
import { DropFormerLists1770640000300 } from './1770640000300-drop-former-lists.js';
import { ReportWhatWasPublished1770640000400 } from './1770640000400-report-what-was-published.js';

/** In the order in which they run. */
export const migrations = [
  CreateCampaigns1770600000000,
  CreateCampaignsTable1770600000100,
  CreatePlans1770610000000,
  CreatePlanReads1770610000001,
  CreatePlanFigures1770610000002,
  CreateBookings1770620000000,
  CreateAttachments1770620000100,
  SortCampaigns1770620000200,
  PartBookingsBySource1770620000300,
  FindContentsOfStrategies1770630000000,
  SortCalendars1770630000100,
  ReadReports1770640000000,
  CountPlansAtOnce1770640000100,
  KeepPlansOfPages1770640000200,
  DropFormerLists1770640000300,
  ReportWhatWasPublished1770640000400,
];
