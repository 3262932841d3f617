import { type Actor, ROLE_SCOPES } from '@smartcontent/contracts';
import { newId } from '@smartcontent/database';
import { importJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ActorTokens, generateActorKeys } from './actor-tokens.js';

const keys = await generateActorKeys(['gateway', 'content']);
const publicKeys = Object.fromEntries(Object.entries(keys).map(([service, pair]) => [service, pair.publicKey]));
const tokensOf = (service: string, all = keys) => new ActorTokens({ service, privateKey: all[service]?.privateKey ?? '', publicKeys });
const user: Actor = { kind: 'user', company_id: newId(), user_id: newId(), tier: 'free', role: 'user', scopes: [...ROLE_SCOPES.user] };
const refused = expect.objectContaining({ code: 'PLATFORM_ACTOR_REFUSED' });

async function sign(claims: object, options: { kid?: string; expiresInSeconds?: number } = {}): Promise<string> {
  const { kid = 'gateway', expiresInSeconds = 60 } = options;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
    .sign(await importJWK(JSON.parse(keys[kid]?.privateKey ?? ''), 'EdDSA'));
}

describe('ActorTokens', () => {
  it('brings an actor over to another service', async () => {
    expect(await tokensOf('content').verify(await tokensOf('gateway').mint(user))).toEqual(user);
  });

  it('signs once for the same actor', async () => {
    const tokens = tokensOf('gateway');
    expect(await tokens.mint({ ...user })).toBe(await tokens.mint({ ...user }));
    expect(await tokens.mint({ ...user, role: 'admin' })).not.toBe(await tokens.mint(user));
  });

  it('lets a service speak for itself and for nobody else', async () => {
    const content = tokensOf('content');
    const context = await content.serviceContext(null, 'a job');
    expect(await content.verify(context.actorToken)).toEqual({ kind: 'service', service: 'content', company_id: null, reason: 'a job' });
    await expect(content.verify(await content.mint(user))).rejects.toEqual(refused);
    const operator: Actor = { kind: 'operator', company_id: null };
    await expect(content.verify(await content.mint(operator))).rejects.toEqual(refused);
    const gateway: Actor = { kind: 'service', service: 'gateway', company_id: null, reason: 'forged' };
    await expect(content.verify(await content.mint(gateway))).rejects.toEqual(refused);
  });

  it('refuses what was signed with a key of the same name that is not the known one', async () => {
    const strangers = await generateActorKeys(['gateway']);
    await expect(tokensOf('content').verify(await tokensOf('gateway', strangers).mint(user))).rejects.toEqual(refused);
  });

  it('refuses an expired token, one without an end, an unknown signer and rubbish', async () => {
    const content = tokensOf('content');
    await expect(content.verify(await sign({ actor: user }, { expiresInSeconds: -1 }))).rejects.toEqual(refused);
    const endless = new SignJWT({ actor: user }).setProtectedHeader({ alg: 'EdDSA', kid: 'gateway' });
    await expect(content.verify(await endless.sign(await importJWK(JSON.parse(keys.gateway?.privateKey ?? ''), 'EdDSA')))).rejects.toEqual(
      refused,
    );
    await expect(content.verify(await sign({ actor: { kind: 'root' } }))).rejects.toEqual(refused);
    await expect(content.verify('rubbish')).rejects.toEqual(refused);
  });

  it('forgets a verified token when its time is over', async () => {
    const content = tokensOf('content');
    const token = await sign({ actor: user }, { expiresInSeconds: 1 });
    expect(await content.verify(token)).toEqual(user);
    await expect
      .poll(
        () =>
          content.verify(token).then(
            () => 'accepted',
            (error: { code: string }) => error.code,
          ),
        { timeout: 4_000 },
      )
      .toBe('PLATFORM_ACTOR_REFUSED');
  });
});
