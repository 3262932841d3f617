import type { Input } from '@smartcontent/sdk';
import { answerText } from './answers.js';
import { eachInWords, inWords } from './client.js';
import type { Line } from './line.js';
import { printable } from './table.js';
import type { Told } from './told.js';
import { UsageError } from './usage-error.js';

type Start = Input<'generation.run.start'>;

/** `generate "PROMPT"`: starts a run; with --follow, shows what is being written until it is done. */
export async function generate({ words, options, output, config }: Line): Promise<Told> {
  const prompt = words.join(' ');
  if (prompt === '') throw new UsageError('generate needs a prompt');
  const { type = 'blog', title, campaign } = options;
  const input = { content_type: type, prompt, ...(title && { title }), ...(campaign && { campaign_id: campaign }) } as Start;
  const started = await inWords(config(), (sc) => sc.run.start(input));
  if (options.follow === undefined) return { text: answerText(started), json: started, code: 0 };
  const isForPeople = options.json === undefined;
  let isInLine = false;
  for await (const { type: kind, data } of eachInWords(config(), (sc) => sc.generation.stream({ generation_id: started.id }))) {
    if (!isForPeople) continue;
    if (kind === 'text') {
      output.write?.((data.text ?? '').replaceAll(/[^\P{Cc}\n\t]/gu, ' '));
      isInLine = true;
      continue;
    }
    if (isInLine) output.write?.('\n');
    isInLine = false;
    output.err(
      `smartcontent: ${[data.status, data.model, data.reason]
        .filter(Boolean)
        .map((part) => printable(String(part)))
        .join(', ')}`,
    );
  }
  const run = await inWords(config(), (sc) => sc.run.get({ generation_id: started.id }));
  return { text: answerText(run), json: run, code: run.status === 'succeeded' ? 0 : 1 };
}
