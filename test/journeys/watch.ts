import type { GenerationNews } from '@smartcontent/contracts';

interface Watcher {
  /** Of the gateway. */
  readonly url: string;
  readonly token: string;
}

/** What a client of the stream hears, until it ends or `isEnough` hangs up. */
export async function watch(
  { url, token }: Watcher,
  id: string,
  isEnough: (heard: GenerationNews[]) => boolean,
  lastEventId?: string,
): Promise<GenerationNews[]> {
  const connection = new AbortController();
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
  const response = await fetch(`${url}/v1/generations/${id}/events`, { headers, signal: connection.signal });
  if (response.status !== 200 || !response.body) throw new Error(`the stream did not open: ${response.status}`);
  const heard: GenerationNews[] = [];
  let buffer = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const frames = (buffer + chunk).split('\n\n');
    buffer = frames.pop() ?? '';
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (data) heard.push(JSON.parse(data) as GenerationNews);
    }
    if (isEnough(heard)) break;
  }
  connection.abort();
  return heard;
}
