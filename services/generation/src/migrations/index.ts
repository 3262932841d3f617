import { CreateGeneration1770000000000 } from './1770000000000-create-generation.js';
import { CreateUsage1770100000000 } from './1770100000000-create-usage.js';
import { CreatePricesAndBudgets1770100000001 } from './1770100000001-create-prices-and-budgets.js';
import { CreateRuns1770200000000 } from './1770200000000-create-runs.js';
import { CreateMlModels1770300000000 } from './1770300000000-create-ml-models.js';
import { KeepWhatBudgetsSpent1770400000000 } from './1770400000000-keep-what-budgets-spent.js';
import { IndexDueRunsByCompany1770510000000 } from './1770510000000-index-due-runs-by-company.js';
import { CreateRetention1770520000000 } from './1770520000000-create-retention.js';
import { TellCosts1770600000000 } from './1770600000000-tell-costs.js';

/** In the order in which they run. */
export const migrations = [
  CreateGeneration1770000000000,
  CreateUsage1770100000000,
  CreatePricesAndBudgets1770100000001,
  CreateRuns1770200000000,
  CreateMlModels1770300000000,
  KeepWhatBudgetsSpent1770400000000,
  IndexDueRunsByCompany1770510000000,
  CreateRetention1770520000000,
  TellCosts1770600000000,
];
