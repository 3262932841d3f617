import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { GetVersion } from '@smartcontent/contracts';
import { AddressGuard } from '@smartcontent/outgoing';
import { afterEach, describe, expect, it } from 'vitest';
import { WebhookAdapter } from '../src/platforms/webhook-adapter.js';

/** Of nobody: a key pair that was made for this file, and a certificate that it signed itself. */
const SELF_SIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6hFEs/0GFN4lqoXq
2hAP/LCuixBvDWkSDSwfTLbGCeuhRANCAATLbcdTzd+d33igcqgH8UMTSuhZDQ3G
UZ9uDsuui/GmtIB84hBkTKDSpuslF8lfHvQFtcczn/H0hkbquepMuvrE
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUGhzohEsVQEMshzton4MO8ODkTJUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjA2MTAwNloYDzIxMjYxMDI5
MDYxMDA2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATLbcdTzd+d33igcqgH8UMTSuhZDQ3GUZ9uDsuui/GmtIB84hBkTKDS
puslF8lfHvQFtcczn/H0hkbquepMuvrEo1MwUTAdBgNVHQ4EFgQUXzYlMuotz1yP
H7qPNUgV/SjVq4YwHwYDVR0jBBgwFoAUXzYlMuotz1yPH7qPNUgV/SjVq4YwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiADnvGcu2epxHgKBurOAlMH
x9bRPOx9r/+z9H9mvt6mjgIgGu1fMIQw7mCiYpO9eIRvlLtE1UpyBmSKVCZZhc2x
HfQ=
-----END CERTIFICATE-----
`,
};
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const MEBIBYTE = 1_048_576;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(receiver: Server): Promise<string> {
  server = receiver;
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
}

async function publishTo(receiver: Server, scheme: 'http' | 'https' = 'http', timeoutSeconds = 10) {
  const host = await listen(receiver);
  return publish(new WebhookAdapter(new AddressGuard([host]), timeoutSeconds), `${scheme}://${host}/`);
}

function publish(adapter: WebhookAdapter, url: string) {
  const version = GetVersion.example.output;
  return adapter.publish({ id: version.id, scheduledTime: version.created_at, version, settings: { url }, secret: SECRET });
}

const answering = (listener: RequestListener) =>
  createServer((request, response) => request.resume().on('end', () => listener(request, response)));

describe('the webhook adapter', () => {
  it('reads no more of an answer than an id may take, since a receiver could send without end', async () => {
    let sent = 0;
    const endless = answering((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":"');
      const more = () => {
        while (sent < 256 * MEBIBYTE && !response.destroyed) {
          sent += MEBIBYTE;
          if (!response.write('x'.repeat(MEBIBYTE))) return response.once('drain', more);
        }
        return response.end('"}');
      };
      more();
    });
    expect(await publishTo(endless)).toEqual({ kind: 'published', platformPostId: null, statusCode: 200 });
    expect(sent).toBeLessThan(64 * MEBIBYTE);
  });

  it('takes no id that the store would refuse, since the post is published whatever the receiver calls it', async () => {
    const odd = answering((_request, response) => response.end(JSON.stringify({ id: 'half\0' })));
    expect(await publishTo(odd)).toEqual({ kind: 'published', platformPostId: null, statusCode: 200 });
  });

  it('gives a receiver that is still at it when the time is up a while before it is asked', async () => {
    const slow = answering(() => undefined);
    expect(await publishTo(slow, 'http', 0.2)).toMatchObject({ kind: 'unknown', lookUpAfterSeconds: 60 });
    const behindProxy = answering((_request, response) => response.writeHead(504).end());
    expect(await publishTo(behindProxy)).toMatchObject({ kind: 'unknown', statusCode: 504, lookUpAfterSeconds: 60 });
    const broken = answering((request) => request.socket.destroy());
    expect(await publishTo(broken)).toEqual({ kind: 'unknown', reason: 'no answer (UND_ERR_SOCKET)', statusCode: null });
  });

  it('knows that nothing left for a receiver whose certificate it does not trust', async () => {
    const received: unknown[] = [];
    const untrusted = createTlsServer(SELF_SIGNED, (request, response) => {
      received.push(request.url);
      response.end('{}');
    });
    expect(await publishTo(untrusted, 'https')).toMatchObject({ kind: 'not-sent', reason: 'no answer (DEPTH_ZERO_SELF_SIGNED_CERT)' });
    expect(received).toEqual([]);
  });

  it('sends nothing to an address that is not public, also where the name was another one before', async () => {
    const received: unknown[] = [];
    const inside = answering((request, response) => {
      received.push(request.url);
      response.end('{}');
    });
    const [, port] = (await listen(inside)).split(':');
    let lookUps = 0;
    const rebinding = new AddressGuard([], async () => [{ address: lookUps++ === 0 ? '93.184.215.14' : '127.0.0.1', family: 4 }]);
    const url = `http://rebind.example:${port}/`;
    expect(await rebinding.refusalOf(new URL(url), 1_000)).toBeNull();
    const adapter = new WebhookAdapter(rebinding);
    const reason = 'the host has an address that is not public';
    expect(await publish(adapter, url)).toEqual({ kind: 'refused', reason, statusCode: null });
    expect(await adapter.lookUp({ id: 'a', settings: { lookup_url: `${url}{id}` } })).toEqual({ kind: 'cannot', reason });
    expect(received).toEqual([]);
  });

  it('takes a redirect for a refusal, since it would lead where nobody looked', async () => {
    const moved = answering((_request, response) => response.writeHead(307, { location: 'http://169.254.169.254/' }).end());
    expect(await publishTo(moved)).toMatchObject({ kind: 'refused', statusCode: 307 });
  });
});
