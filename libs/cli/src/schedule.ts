import type { Output as AnswerOf, SmartContent } from '@smartcontent/sdk';
import { answerText } from './answers.js';
import { inWords } from './client.js';
import type { Line } from './line.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `schedule CONTENT --account NAME --at TIME [--campaign ID]`: the approved version of a content, at an account that is known by name or id. */
export async function schedule({ words, options, config }: Line): Promise<Told> {
  const [content_id, ...rest] = words;
  if (!content_id || rest.length > 0) throw new UsageError('schedule needs the id of one content');
  const { account, at, campaign } = options;
  if (!account) throw new UsageError('schedule needs --account, the name or id of a platform account');
  if (!at) throw new UsageError('schedule needs --at, an instant such as 2026-03-01T09:00:00Z, now, or +10m');
  const scheduled_time = instantOf(at, Date.now());
  const post = await inWords(config(), async (sc) => {
    const { approved_version_id: version_id } = await sc.content.get({ content_id });
    if (version_id === null) throw new UsageError('no version of it is approved yet: smartcontent content submit, then version approve');
    const platform_account_id = await accountOf(sc, account);
    const input = { content_id, version_id, platform_account_id, scheduled_time, ...(campaign && { campaign_id: campaign }) };
    return sc.post.schedule(input);
  });
  return { text: answerText(post), json: post, code: 0 };
}

async function accountOf(sc: SmartContent, wanted: string): Promise<string> {
  const found: AnswerOf<'scheduling.platform-account.list'>['items'] = [];
  for await (const account of sc.platformAccount.list.each()) {
    if (account.id === wanted) return account.id;
    if (account.name === wanted) found.push(account);
  }
  if (found.length === 1 && found[0]) return found[0].id;
  throw new UsageError(
    found.length === 0 ? `there is no platform account ${wanted}` : `several accounts are called ${wanted}: give its id`,
  );
}

/** An instant with its zone, `now`, or so long from now. */
function instantOf(text: string, now: number): string {
  const [, count, unit = ''] = /^\+(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now + Number(count) * (UNITS_MS[unit] as number)).toISOString();
  if (text === 'now') return new Date(now).toISOString();
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isInstant) throw new UsageError('--at must be an instant with its zone, such as 2026-03-01T09:00:00Z, or now, or +10m');
  return new Date(text).toISOString();
}
