import { verifyAudit } from './audit.js';
import { grantLimits, listCompanies, showCompany } from './companies.js';
import { readOperatorConfig } from './config.js';
import { listDdlLog } from './ddl-log.js';
import { dropLetters, listLetters, replayLetters, showLetter } from './dead-letters.js';
import { listErasures, showErasure, startErasure } from './erasures.js';
import { type Options, refuseOptions } from './line.js';
import { OperatorCalls } from './operator-call.js';
import { OPERATOR_NAMES, type OperatorName, operatorNameOf } from './operator-names.js';
import { listPrices, setPrice } from './prices.js';
import { rebuildProjection, replayEvents } from './recovery.js';
import { rotateSecrets } from './secrets.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Run = (calls: OperatorCalls, words: readonly string[], options: Options) => Promise<Told>;

/** Of a command that takes options alone. */
const alone =
  (run: (calls: OperatorCalls, options: Options) => Promise<Told>): Run =>
  (calls, words, options) => {
    if (words.length > 0) throw new UsageError(`what is "${words.join(' ')}"? Options begin with --`);
    return run(calls, options);
  };

const RUNS: Readonly<Record<keyof typeof OPERATOR_NAMES, Run>> = {
  'dead-letters list': alone(listLetters),
  'dead-letters show': showLetter,
  'dead-letters replay': replayLetters,
  'dead-letters drop': dropLetters,
  'events replay': alone(replayEvents),
  rebuild: rebuildProjection,
  'secrets rotate': alone(rotateSecrets),
  'companies list': alone(listCompanies),
  'companies show': showCompany,
  'companies grant': grantLimits,
  'prices set': setPrice,
  'prices list': alone(listPrices),
  'erasures start': startErasure,
  'erasures list': alone(listErasures),
  'erasures show': showErasure,
  'audit ddl': alone(listDdlLog),
  'audit verify': alone(verifyAudit),
};

/** Does what one of the operator's command lines asks for. */
export async function runOperatorCommand(words: readonly string[], options: Options, env: NodeJS.ProcessEnv): Promise<Told> {
  // Letters that somebody wants to see are those that there are.
  const name = words.length === 1 && words[0] === 'dead-letters' ? 'dead-letters list' : operatorNameOf(words);
  if (!name) throw new UsageError(`there is no command "${words.join(' ')}": list, show, replay or drop`);
  refuseOptions(name, (OPERATOR_NAMES[name] as OperatorName).options, options);
  return RUNS[name](new OperatorCalls(readOperatorConfig(options, env)), words.slice(name.split(' ').length), options);
}
