import {
  type CallOf,
  EVENTS,
  OPERATED_SERVICES,
  type OperatedService,
  type OperatorRequests,
  type OutputOf,
} from '@smartcontent/contracts';
import { CallError } from './client.js';
import { isRefusal, type OperatorCalls, serviceOf } from './operator-call.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, string | undefined>>;
type Counts = OutputOf<OperatorRequests['ReplayEvents']>;

/** `events replay --service … --from … --to … [--subject …]` */
export async function replayEvents(calls: OperatorCalls, options: Options): Promise<Told> {
  const service = serviceOf(options.service);
  if (!service) throw new UsageError('events replay needs --service');
  for (const name of ['from', 'to']) if (options[name] === undefined) throw new UsageError(`events replay needs --${name}`);
  const { from, to, subject } = options;
  const counts = await calls.send(service, 'ReplayEvents', { from, to, subject } as CallOf<OperatorRequests['ReplayEvents']>);
  return { text: toldOf(service, { from, to, subject }, counts), json: { service, ...counts }, code: 0 };
}

function toldOf(service: OperatedService, { from, to, subject }: Options, { requeued, lost }: Counts): string {
  if (requeued > 0) {
    const gone = lost > 0 ? `; of ${lost} the payload is not kept any more` : '';
    return `${requeued === 1 ? `1 event of ${service} is` : `${requeued} events of ${service} are`} published again${gone}`;
  }
  const range = `${subject ? ` as ${subject}` : ''} between ${from} and ${to}`;
  if (lost > 0) return `nothing is published again: of what ${service} published${range} (${lost}) no payload is kept any more`;
  const isKnown = subject === undefined || EVENTS.some((event) => event.subject === subject);
  return `nothing is published again: ${service} published nothing${range}, or it is on its way already${isKnown ? '' : '; no contract has this subject'}`;
}

/** `rebuild <projection> [--service …]`: whichever service keeps a projection of this name. */
export async function rebuildProjection(calls: OperatorCalls, words: readonly string[], options: Options): Promise<Told> {
  const [projection] = words;
  if (!projection || words.length > 1) throw new UsageError('rebuild takes the name of one projection');
  const named = serviceOf(options.service);
  const [first, ...others] = named ? [named] : OPERATED_SERVICES;
  const { service, sources } = await rebuildIn(calls, projection, first, others);
  const text = `${projection} of ${service} is set back and fills again from the events of ${sources.join(' and ')}`;
  return { text, json: { service, projection, sources }, code: 0 };
}

async function rebuildIn(
  calls: OperatorCalls,
  projection: string,
  service: OperatedService,
  [next, ...others]: readonly OperatedService[],
  known: readonly string[] = [],
): Promise<{ service: OperatedService; sources: readonly string[] }> {
  try {
    const { sources } = await calls.send(service, 'RebuildProjection', { projection });
    return { service, sources };
  } catch (error) {
    // One that is away may be the one that keeps it: only a plain no is passed over.
    if (isRefusal(error, 'PLATFORM_SERVICE_UNAVAILABLE', 'PLATFORM_STORE_UNAVAILABLE'))
      throw new CallError(`${service}: ${error.message}${next ? '; with --service just one is asked' : ''}`, error.code, error.problem);
    if (!isRefusal(error, 'PLATFORM_PROJECTION_NOT_FOUND')) throw error;
    const { data } = error.problem as { data?: { projections?: readonly string[] } };
    const all = [...known, ...(data?.projections ?? [])];
    if (next) return rebuildIn(calls, projection, next, others, all);
    throw new CallError(`${error.message}; there are ${all.join(', ') || 'none'}`, error.code, error.problem);
  }
}
