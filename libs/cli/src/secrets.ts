import { OPERATED_SERVICES } from '@smartcontent/contracts';
import { type OperatorCalls, serviceOf } from './operator-call.js';
import { table } from './table.js';
import type { Told } from './told.js';

type Options = Readonly<Record<string, string>>;

interface Rotated {
  readonly service: string;
  readonly master_key_id: string;
  readonly rewrapped: number;
  readonly unopened: number;
  readonly remaining: number;
}

/** `secrets rotate [--service S]`: piece after piece, until nothing is left or nothing more can be done. Broken off, it goes on where it was. */
export async function rotateSecrets(calls: OperatorCalls, options: Options): Promise<Told> {
  const named = serviceOf(options.service);
  const rotated: Rotated[] = [];
  for (const service of named ? [named] : OPERATED_SERVICES) {
    let rewrapped = 0;
    let piece = await calls.send(service, 'RotateSecrets', {});
    for (; piece.rewrapped > 0 && piece.remaining > 0; piece = await calls.send(service, 'RotateSecrets', {})) rewrapped += piece.rewrapped;
    rotated.push({ service, ...piece, rewrapped: rewrapped + piece.rewrapped });
  }
  const rows = rotated.map(({ service, master_key_id, rewrapped, remaining }) => [
    service,
    master_key_id,
    String(rewrapped),
    String(remaining),
  ]);
  const text = table(['SERVICE', 'MASTER KEY', 'WRAPPED ANEW', 'LEFT'], rows);
  const left = rotated.filter(({ remaining }) => remaining > 0);
  return { text, json: rotated, code: left.length > 0 ? 1 : 0, complaints: left.map(complaintOf) };
}

function complaintOf({ service, unopened, remaining }: Rotated): string {
  if (unopened === 0) return `${service} was just writing ${remaining} of them: run this again before the old master key is taken away`;
  return `${unopened} of ${service} open with no master key that it was given: give it the one that wrapped them`;
}
