import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ActorTokens } from '@smartcontent/bus';
import { type Generated, type ModelClient, ModelError, ProviderAccess, promptBytes } from '@smartcontent/models';
import { SecretsError } from '@smartcontent/secrets';
import { GenerationTelemetry } from '../telemetry.js';
import { type Assignment, type Call, type Refused, WriteFailure, type Written } from '../writer.js';
import { instructionsFor } from './instructions.js';

const NOTHING_USED = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 };

/** Who is at the other end of a call. */
export interface Desk {
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

  /**
   * Before anything is held for the call: whoever has no key pays nothing.
   * @throws AppError of the key, and where identity is away
   * @throws WriteFailure where what identity keeps does not open
   */
  async open(provider: string, companyId: string, runId: string): Promise<ModelClient> {
    try {
      return await this.access.open(provider, await this.tokens.serviceContext(companyId, 'write a draft', runId));
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      this.telemetry.attemptBroke(runId, error);
      throw new WriteFailure('provider_key_unreadable', 'the key of the provider could not be opened', { isRetryable: false });
    }
  }

  /** Never less than the tokens that the call will take in. */
  promptBytes(assignment: Assignment): number {
    return promptBytes({ ...instructionsFor(assignment), schema: assignment.request.schema ?? undefined });
  }

  /** @throws WriteFailure, and nothing else once anything has left */
  async write(client: ModelClient, assignment: Assignment, { signal, onText }: Desk): Promise<Written> {
    const { model } = assignment;
    const { schema, max_output_tokens: maxOutputTokens, temperature, timeout_seconds } = assignment.request;
    let refused: Refused | undefined;
    const onRefused = ({ endpoint, method, latencyMs, statusCode, reason, message }: ModelError) => {
      refused = { endpoint, method, latencyMs, statusCode: statusCode ?? null, reason, message };
    };
    try {
      const written = await client.generate({
        ...{ ...instructionsFor(assignment), model, maxOutputTokens, onText, onRefused },
        ...(schema && { schema }),
        ...(temperature !== null && { temperature }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout_seconds * 1_000)]),
      });
      return { text: written.text, isCut: written.finishReason === 'length', ...callOf(written, client), refused };
    } catch (error) {
      throw error instanceof ModelError ? failureOf(error, client, refused) : error;
    }
  }
}

function callOf({ endpoint, method, latencyMs, statusCode, usage }: Generated, { keyHash }: ModelClient): Call {
  return { endpoint, method, latencyMs, statusCode, usage, keyHash };
}

function failureOf(error: ModelError, { keyHash }: ModelClient, refused: Refused | undefined): WriteFailure {
  const { reason, message, isRetryable, retryAfterMs, endpoint, method, latencyMs, statusCode, usage, hasLeft } = error;
  // Whoever gave up did so for the process: where the run is still this one's it is tried again.
  const details = { isRetryable: isRetryable || reason === 'cancelled', retryAfterMs };
  if (hasLeft) {
    const call: Call = { endpoint, method, latencyMs, statusCode: statusCode ?? null, usage: usage ?? null, keyHash, refused };
    return new WriteFailure(reason, message, { ...details, call });
  }
  return new WriteFailure(reason, message, refused ? { ...details, call: { ...refused, usage: NOTHING_USED, keyHash } } : details);
}
