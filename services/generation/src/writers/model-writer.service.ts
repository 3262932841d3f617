import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { AppError, type ModelChoice } from '@smartcontent/contracts';
import { type Generated, type ModelClient, ModelError, ProviderAccess, promptBytes } from '@smartcontent/models';
import { SecretsError } from '@smartcontent/secrets';
import { GenerationTelemetry } from '../telemetry.js';
import { type Assignment, type Call, WriteFailure, type Written } from '../writer.js';
import { instructionsFor } from './instructions.js';

/** Nothing was sent, or nobody could have understood it: nothing is billed. */
const NOTHING_LEFT: ReadonlySet<string> = new Set(['network']);

/** Where a call goes, and who is at its other end. */
export interface Desk {
  readonly companyId: string;
  readonly runId: string;
  /** Aborts where nobody wants the draft any more. */
  readonly signal: AbortSignal;
  /** Hears the text piece by piece. */
  readonly onText: (text: string) => void;
}

/** Has models of providers write, with the keys that the company left with identity. */
@Injectable()
export class ModelWriter implements OnModuleDestroy {
  constructor(
    private readonly tokens: ActorTokens,
    private readonly telemetry: GenerationTelemetry,
    private readonly access: ProviderAccess,
  ) {}

  onModuleDestroy(): void {
    this.access[Symbol.dispose]();
  }

  /** Never less than the tokens that the call will take in. */
  promptBytes(assignment: Assignment): number {
    return promptBytes({ ...instructionsFor(assignment), schema: assignment.request.schema ?? undefined });
  }

  /** @throws WriteFailure */
  async write({ provider, model }: ModelChoice, assignment: Assignment, { companyId, runId, signal, onText }: Desk): Promise<Written> {
    const client = await this.#open(provider, companyId, runId);
    const { schema, max_output_tokens: maxOutputTokens, temperature, timeout_seconds } = assignment.request;
    try {
      const written = await client.generate({
        ...{ ...instructionsFor(assignment), model, maxOutputTokens, onText },
        ...(schema && { schema }),
        ...(temperature !== null && { temperature }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout_seconds * 1_000)]),
      });
      return { text: written.text, isCut: written.finishReason === 'length', ...callOf(written, client) };
    } catch (error) {
      throw error instanceof ModelError ? failureOf(error, client) : error;
    }
  }

  /** @throws WriteFailure without a call, whatever went wrong: none has left */
  async #open(provider: string, companyId: string, runId: string): Promise<ModelClient> {
    try {
      return await this.access.open(provider, await this.tokens.serviceContext(companyId, 'write a draft', runId));
    } catch (error) {
      if (error instanceof AppError) throw new WriteFailure(error.code, error.message, { isRetryable: error.isRetryable });
      this.telemetry.writingFailed(runId, error);
      const isRetryable = !(error instanceof SecretsError);
      throw new WriteFailure('provider_key_unreadable', 'the key of the provider could not be opened', { isRetryable });
    }
  }
}

function callOf({ endpoint, method, latencyMs, statusCode, usage }: Generated, { keyHash }: ModelClient): Call {
  return { endpoint, method, latencyMs, statusCode, usage, keyHash };
}

function failureOf(error: ModelError, { keyHash }: ModelClient): WriteFailure {
  const { reason, message, isRetryable, retryAfterMs, endpoint, method, latencyMs, statusCode, usage } = error;
  // Whoever gave up did so for the process: where the run is still this one's it is tried again.
  const details = { isRetryable: isRetryable || reason === 'cancelled', retryAfterMs };
  if (NOTHING_LEFT.has(reason)) return new WriteFailure(reason, message, details);
  const call: Call = { endpoint, method, latencyMs, statusCode: statusCode ?? null, usage: usage ?? null, keyHash };
  return new WriteFailure(reason, message, { ...details, call });
}
