export interface Listening {
  /** Types of the notifications that came, in order. */
  types(): string[];
  close(): Promise<void>;
}

/** Opens the stream of notifications as a browser would. */
export async function listen(url: string, token: string, lastEventId?: string): Promise<Listening> {
  const ending = new AbortController();
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) };
  const response = await fetch(`${url}/v1/notifications/stream`, { headers, signal: ending.signal });
  if (!response.ok || !response.body) throw new Error(`the stream did not open: ${response.status}`);
  const types: string[] = [];
  const reading = read(response.body, types).catch((error: Error) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    types: () => [...types],
    async close() {
      ending.abort();
      await reading;
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, types: string[]): Promise<void> {
  let buffer = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const messages = (buffer + chunk).split('\n\n');
    buffer = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: ?(.*)$/m.exec(message)?.[1];
      if (data) types.push((JSON.parse(data) as { type: string }).type);
    }
  }
}
