import {
  type CallOf,
  OPERATED_SERVICES,
  OPERATOR_REQUESTS,
  type OperatedService,
  type OperatorRequests,
  type OutputOf,
  type RequestContract,
} from '@smartcontent/contracts';
import type { OperationId } from '@smartcontent/sdk';
import { askFor, CallError } from './client.js';
import type { CliConfig } from './config.js';
import { UsageError } from './usage-error.js';

type Name = keyof OperatorRequests;

/** Where the operator's requests go, and with which key. */
export class OperatorCalls {
  constructor(private readonly config: CliConfig) {
    if (config.credential === undefined)
      throw new UsageError(
        'the operator’s key is missing: set SMARTCONTENT_OPERATOR_KEY; that of a platform started here is sent to it alone',
      );
  }

  /** One of the requests that every operated service answers; see `ask`. */
  send<N extends Name>(service: OperatedService, name: N, input: CallOf<OperatorRequests[N]>): Promise<OutputOf<OperatorRequests[N]>> {
    return this.ask<OperatorRequests[N]>(OPERATOR_REQUESTS[service][name], input);
  }

  /**
   * @throws UsageError where the input does not fit the contract
   * @throws CallError where the platform refuses or cannot be reached
   */
  async ask<C extends RequestContract>(contract: C, input: CallOf<C>): Promise<OutputOf<C>> {
    const parsed = contract.input.safeParse(input);
    const [issue] = parsed.error?.issues ?? [];
    const isTime = issue?.code === 'invalid_format' && issue.format === 'datetime';
    const message = isTime ? 'must be an instant with its zone, such as 2026-01-06T09:00:00Z' : issue?.message;
    if (issue) throw new UsageError(`--${issue.path.join('.')}: ${message}`);
    const id = contract.subject.replace(/^rpc\.|\.v1$/g, '') as OperationId;
    return (await askFor(this.config, id, input as object)) as OutputOf<C>;
  }
}

/** The service that an option names, or undefined where there is none. */
export function serviceOf(option: string | undefined): OperatedService | undefined {
  if (option === undefined) return undefined;
  const service = OPERATED_SERVICES.find((name) => name === option);
  if (!service) throw new UsageError(`no service ${option} keeps messages; those that do are ${OPERATED_SERVICES.join(', ')}`);
  return service;
}

/** Whether the platform said this of what was asked for, and not of itself. */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is CallError {
  return error instanceof CallError && error.code !== undefined && codes.includes(error.code);
}
