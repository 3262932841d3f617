import { Injectable } from '@nestjs/common';
import { RunStream } from '@smartcontent/cache';
import type { GenerationNews } from '@smartcontent/contracts';
import type { StoredRun } from '../run-columns.js';

/** Pieces that come faster are told together. */
const GATHER_MS = 100;
/** No more at once either: whoever watches gets it piece by piece. */
const GATHER_CHARACTERS = 4_000;
const PIECES = new RegExp(`.{1,${GATHER_CHARACTERS}}`, 'gsu');

/** Tells who watches a run how it goes. Nothing waits for that, and nothing depends on it. */
@Injectable()
export class RunProgress {
  constructor(private readonly stream: RunStream) {}

  status({ id, company_id, status, model, attempts }: StoredRun, reason?: string): void {
    void this.#publish(company_id, 'status', { generation_id: id, status, model, attempts, ...(reason !== undefined && { reason }) });
  }

  /** Takes the text of one attempt as it comes; `end` tells what is left, before whatever follows. */
  teller({ id, company_id }: Pick<StoredRun, 'id' | 'company_id'>): { readonly onText: (text: string) => void; readonly end: () => void } {
    let gathered = '';
    let timer: NodeJS.Timeout | undefined;
    const tell = () => {
      clearTimeout(timer);
      timer = undefined;
      for (const text of piecesOf(gathered)) void this.#publish(company_id, 'text', { generation_id: id, text });
      gathered = '';
    };
    const onText = (text: string) => {
      gathered += text;
      if (gathered.length >= GATHER_CHARACTERS) tell();
      else timer ??= setTimeout(tell, GATHER_MS);
    };
    return { onText, end: tell };
  }

  #publish(companyId: string, type: GenerationNews['type'], data: GenerationNews['data']): Promise<boolean> {
    return this.stream.publish(companyId, { type, time: new Date().toISOString(), data });
  }
}

/** None cuts a character in two. */
function piecesOf(text: string): string[] {
  return text.match(PIECES) ?? [];
}
