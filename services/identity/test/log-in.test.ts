import { ACCESS_TOKEN, accessTokenClaimsSchema, actorOfClaims, GetAccount, LogIn, ROLE_SCOPES } from '@smartcontent/contracts';
import { importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useIdentity } from './use-identity.js';

const identity = useIdentity();

describe('logging in', () => {
  it('gives the account and a token that identity’s public key verifies', async () => {
    const { account } = await identity.signUp('login');
    const { session, ...same } = await identity.ask(LogIn, { email: 'LogIn@example.org', password: PASSWORD });
    expect(same).toEqual({ company: account.company, user: account.user });
    expect(session).toMatchObject({ token_type: 'Bearer', expires_in: ACCESS_TOKEN.lifetimeSeconds });
    const key = await importJWK(JSON.parse(identity.stack.addresses.actorKeys.identity?.publicKey ?? ''), 'EdDSA');
    const { payload, protectedHeader } = await jwtVerify(session.access_token, key, {
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      typ: ACCESS_TOKEN.type,
    });
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', kid: 'identity' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(ACCESS_TOKEN.lifetimeSeconds);
    const actor = actorOfClaims(accessTokenClaimsSchema.parse(payload));
    const company_id = account.company.id;
    const scopes = ROLE_SCOPES.admin;
    const { session_id } = session;
    expect(actor).toEqual({ kind: 'user', user_id: account.user.id, company_id, role: 'admin', tier: 'free', scopes, session_id });
    const me = identity.stack.caller({ companyId: actor.company_id, userId: actor.user_id });
    expect((await me.call(GetAccount, {})).user.id).toBe(account.user.id);
  });

  it('notes when, and audits it', async () => {
    const { account } = await identity.signUp('noted');
    await identity.ask(LogIn, { email: 'noted@example.org', password: PASSWORD });
    const [user] = await identity.stack.query('SELECT last_login_at > created_at AS noted FROM identity.users WHERE id = $1', [
      account.user.id,
    ]);
    expect(user).toEqual({ noted: true });
    const [audit] = await identity.stack.query(
      `SELECT table_name, actor FROM identity.audit_log WHERE company_id = $1 AND operation = 'update'`,
      [account.company.id],
    );
    expect(audit).toEqual({ table_name: 'users', actor: `user:${account.user.id}` });
  });

  it('refuses a wrong password, an unknown address and an inactive account alike', async () => {
    const { account } = await identity.signUp('refused');
    const refusal = async (email: string, password: string) => {
      const error = await identity.ask(LogIn, { email, password }).catch((reason: unknown) => reason);
      return { code: (error as { code: string }).code, message: (error as Error).message };
    };
    const wrong = await refusal('refused@example.org', 'wrong');
    expect(wrong.code).toBe('IDENTITY_LOGIN_REFUSED');
    expect(await refusal('nobody@example.org', 'wrong')).toEqual(wrong);
    await identity.stack.query('UPDATE identity.companies SET is_active = false WHERE id = $1', [account.company.id]);
    expect(await refusal('refused@example.org', PASSWORD)).toEqual(wrong);
  });

  it('does the work of a verification for an unknown address too', async () => {
    await identity.signUp('known');
    const least = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    // The processor's time of this process instead of the clock's, in turns and the least of each: what else the machine does is not in it.
    for (let round = 0; round < 10; round++) {
      for (const who of ['known', 'unknown'] as const) {
        const before = process.cpuUsage();
        await identity.ask(LogIn, { email: `${who}@example.org`, password: 'wrong password' }).catch(() => undefined);
        const { user, system } = process.cpuUsage(before);
        least[who] = Math.min(least[who], user + system);
      }
    }
    expect(least.unknown / least.known).toBeGreaterThan(0.5);
  });
});
