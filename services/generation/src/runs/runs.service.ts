import { Injectable } from '@nestjs/common';
import {
  AppError,
  type GetGenerationOutput,
  type InputOf,
  type ListGenerations,
  type OutputOf,
  type ReadDraft,
  type RequestContext,
  type Run,
} from '@smartcontent/contracts';
import { Database, listOf, readPage } from '@smartcontent/database';
import { ServiceConfig } from '@smartcontent/service';
import { RunBooks } from '../books/run-books.js';
import { RunNews } from '../news/run-news.js';
import { answerOf } from '../run-columns.js';
import { RunsStore } from './runs.store.js';

@Injectable()
export class RunsService {
  constructor(
    private readonly database: Database,
    private readonly store: RunsStore,
    private readonly books: RunBooks,
    private readonly news: RunNews,
    private readonly config: ServiceConfig,
  ) {}

  list(input: InputOf<typeof ListGenerations>, context: RequestContext): Promise<OutputOf<typeof ListGenerations>> {
    const { cursorKey } = this.config;
    const { limit, cursor } = input;
    return this.database.withTenant(context, (tx) =>
      readPage(
        { cursorKey, list: listOf('generations', input), limit, cursor },
        (wanted, after: string | null) => this.store.list(tx, { ...input, limit: wanted }, after),
        ({ id }) => id,
      ),
    );
  }

  get(id: string, context: RequestContext): Promise<Run> {
    return this.database.withTenant(context, async (tx) => answerOf(known(await this.store.find(tx, id))));
  }

  async output(id: string, context: RequestContext): Promise<OutputOf<typeof GetGenerationOutput>> {
    const run = await this.#written(id, context);
    if (run.output === null) throw new AppError('GENERATION_OUTPUT_ABSENT', { data: { status: run.status } });
    const { content_id, title, output, model, request } = run;
    const content_format = request.schema ? 'json' : 'markdown';
    return { generation_id: run.id, content_id, model: model ?? '', content_format, title, output };
  }

  async draft(id: string, context: RequestContext): Promise<OutputOf<typeof ReadDraft>> {
    const { output, title, request, ...run } = await this.#written(id, context);
    if (output === null) throw new AppError('GENERATION_RUN_NOT_FOUND');
    return { title, content_text: output, prompt: request.prompt, metadata: { generation_id: run.id } };
  }

  cancel(id: string, context: RequestContext): Promise<Run> {
    return this.database.withTenant(context, async (tx) => {
      const before = known(await this.store.lock(tx, id));
      if (before.finished_at !== null) throw new AppError('GENERATION_RUN_ENDED', { data: { status: before.status } });
      const after = await this.store.cancel(tx, id);
      await this.books.finish(tx, after, { output: null, errorMessage: 'cancelled' });
      await this.news.ended(tx, before, after);
      await this.books.close(tx, after);
      return answerOf(after);
    });
  }

  #written(id: string, context: RequestContext) {
    return this.database.withTenant(context, async (tx) => known(await this.store.findWritten(tx, id)));
  }
}

function known<T>(run: T | undefined): T {
  if (!run) throw new AppError('GENERATION_RUN_NOT_FOUND');
  return run;
}
