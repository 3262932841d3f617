import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { DeleteBudget, type InputOf, ListBudgets, type OutputOf, type RequestContext, SetBudget } from '@smartcontent/contracts';
import { BudgetSettings } from './budget-settings.service.js';

@Controller()
export class BudgetsRpc {
  constructor(private readonly settings: BudgetSettings) {}

  @Handles(SetBudget)
  set(input: InputOf<typeof SetBudget>, context: RequestContext): Promise<OutputOf<typeof SetBudget>> {
    return this.settings.set(input, context);
  }

  @Handles(ListBudgets)
  list(input: InputOf<typeof ListBudgets>, context: RequestContext): Promise<OutputOf<typeof ListBudgets>> {
    return this.settings.list(input, context);
  }

  @Handles(DeleteBudget)
  delete({ budget_id }: InputOf<typeof DeleteBudget>, context: RequestContext): Promise<OutputOf<typeof DeleteBudget>> {
    return this.settings.delete(budget_id, context);
  }
}
