import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  CancelGeneration,
  GetGeneration,
  GetGenerationOutput,
  type InputOf,
  ListGenerations,
  type OutputOf,
  ReadDraft,
  type RequestContext,
  type Run,
  StartGeneration,
} from '@smartcontent/contracts';
import { RunsService } from './runs.service.js';
import { StartRunService } from './start-run.service.js';

@Controller()
export class RunsRpc {
  constructor(
    private readonly starting: StartRunService,
    private readonly runs: RunsService,
  ) {}

  @Handles(StartGeneration)
  start(input: InputOf<typeof StartGeneration>, context: RequestContext): Promise<Run> {
    return this.starting.start(input, context);
  }

  @Handles(ListGenerations)
  list(input: InputOf<typeof ListGenerations>, context: RequestContext): Promise<OutputOf<typeof ListGenerations>> {
    return this.runs.list(input, context);
  }

  @Handles(GetGeneration)
  get(input: InputOf<typeof GetGeneration>, context: RequestContext): Promise<Run> {
    return this.runs.get(input.generation_id, context);
  }

  @Handles(GetGenerationOutput)
  output(input: InputOf<typeof GetGenerationOutput>, context: RequestContext): Promise<OutputOf<typeof GetGenerationOutput>> {
    return this.runs.output(input.generation_id, context);
  }

  @Handles(CancelGeneration)
  cancel(input: InputOf<typeof CancelGeneration>, context: RequestContext): Promise<Run> {
    return this.runs.cancel(input.generation_id, context);
  }

  @Handles(ReadDraft)
  draft(input: InputOf<typeof ReadDraft>, context: RequestContext): Promise<OutputOf<typeof ReadDraft>> {
    return this.runs.draft(input.generation_id, context);
  }
}
