import {
  ReportCache,
  ReportFailures,
  ReportKeyCalls,
  ReportModelCosts,
  ReportRetries,
  ReportSlowest,
  ReportTypeCosts,
  ReportTypes,
  ReportUserCalls,
  ReportUserCosts,
  ReportVolume,
} from '@smartcontent/contracts';
import { plain, type Recipe } from './recipe.js';

const RANGE = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };

/** What drafts cost, and what bounds that. */
export const MONEY: readonly Recipe[] = [
  ReportTypes,
  ReportVolume,
  ReportFailures,
  ReportModelCosts,
  ReportTypeCosts,
  ReportUserCosts,
  ReportSlowest,
  ReportCache,
  ReportRetries,
  ReportKeyCalls,
]
  .map((report) => plain(report, RANGE))
  .concat(plain(ReportUserCalls));
