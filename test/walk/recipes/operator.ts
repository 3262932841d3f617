import { OPERATOR_REQUESTS } from '@smartcontent/contracts';
import { plain, type Recipe, recipe } from './recipe.js';

const LETTER = { input: { sequence: 1 }, letIn: ['PLATFORM_DEAD_LETTER_NOT_FOUND', 'PLATFORM_DEAD_LETTER_UNREADABLE'] };
const LONG_AGO = { from: '2020-01-01T00:00:00.000Z', to: '2020-01-02T00:00:00.000Z' };

/** The operator's own doors at every service. There is no letter, no such projection and nothing to publish again: who learns that was let in. */
export const OPERATOR: readonly Recipe[] = Object.values(OPERATOR_REQUESTS).flatMap((requests) => [
  plain(requests.ListDeadLetters),
  recipe(requests.GetDeadLetter, () => LETTER),
  recipe(requests.ReplayDeadLetter, () => LETTER),
  recipe(requests.DropDeadLetter, () => LETTER),
  plain(requests.ReplayEvents, LONG_AGO),
  recipe(requests.RebuildProjection, () => ({ input: { projection: 'none-such' }, letIn: ['PLATFORM_PROJECTION_NOT_FOUND'] })),
  recipe(requests.VerifyAudit, ({ a }) => ({ input: { company_id: a.id } })),
  plain(requests.ListDdlLog),
  plain(requests.RotateSecrets),
]);
