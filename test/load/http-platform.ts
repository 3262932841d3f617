import { join } from 'node:path';
import { ACCESS_TOKEN, type AccessTokenClaims, type Actor, actorOfClaims, ROLE_SCOPES, type ServiceName } from '@smartcontent/contracts';
import { freePort, WORKSPACE } from '@smartcontent/local-stack';
import { importJWK, type JWK, SignJWT } from 'jose';
import { startProcess } from './bench-process.js';
import { type BenchStores, startStores } from './bench-stores.js';

/** The processes that `bench http` measures. */
export interface HttpPlatform {
  readonly stores: BenchStores;
  readonly companyId: string;
  readonly userId: string;
  /** Of a user of the tier `enterprise`, whose limits are beyond what one machine can ask. */
  readonly authorization: string;
  /** Base URL of the real gateway, in front of the content service. */
  readonly gatewayUrl: string;
  startEcho(answer: string): Promise<string>;
  /** The same routes without an edge, for the same user. */
  startPlainDoor(): Promise<string>;
  startBare(): Promise<string>;
}

/** Whose data the benches write and read. */
export const COMPANY_ID = '0192f0c1-7a00-7000-8000-000000000001';
const USER_ID = '0192f0c1-7a00-7000-8000-000000000002';
const CLAIMS: Omit<AccessTokenClaims, 'sub'> = {
  company_id: COMPANY_ID,
  role: 'admin',
  tier: 'enterprise',
  scopes: [...ROLE_SCOPES.admin],
};
const ACTOR: Actor = actorOfClaims({ ...CLAIMS, sub: USER_ID });

/** Starts the stores, the content service with its relay, and the gateway. Everything ends with the scope. */
export async function startHttpPlatform(scope: AsyncDisposableStack): Promise<HttpPlatform> {
  const stores = await startStores(scope);
  const run = async (name: string, service: ServiceName, main: string, more: Record<string, string> = {}) => {
    const env = { ...(await stores.env(service)), ...more };
    const logFile = join(stores.folder, `${name}.log`);
    await startProcess(scope, { main, env, logFile, readyUrl: `http://127.0.0.1:${env.HEALTH_PORT}/readyz` });
    return `http://127.0.0.1:${env.PORT}`;
  };
  const built = (service: string) => join(WORKSPACE, 'services', service, 'dist', 'main.js');
  const own = (name: string) => join(import.meta.dirname, `${name}-main.js`);
  await run('content', 'content', built('content'));
  return {
    stores,
    companyId: COMPANY_ID,
    userId: USER_ID,
    authorization: `Bearer ${await makeAccessToken(stores)}`,
    gatewayUrl: await run('gateway', 'gateway', built('gateway')),
    startEcho: async (answer) => {
      await run('echo-service', 'sandbox', own('echo-service'), { ECHO_ANSWER: answer });
      return run('echo-gateway', 'gateway', own('echo-gateway'));
    },
    startPlainDoor: async () => {
      const env = await stores.env('gateway');
      const url = `http://127.0.0.1:${env.PORT}`;
      const more = { ACTOR: JSON.stringify(ACTOR) };
      const logFile = join(stores.folder, 'plain-door.log');
      await startProcess(scope, { main: own('plain-door'), env: { ...env, ...more }, logFile, readyUrl: `${url}/readyz` });
      return url;
    },
    startBare: async () => {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const env = { PORT: port, POSTGRES_URL: stores.postgresUrl };
      await startProcess(scope, { main: own('bare'), env, logFile: join(stores.folder, 'bare.log'), readyUrl: `${url}/readyz` });
      return url;
    },
  };
}

/** Signed as identity would at a log-in; the gateway verifies it without asking identity, which therefore need not run. */
export async function makeAccessToken({ actorKeys }: BenchStores): Promise<string> {
  const key = await importJWK(JSON.parse(actorKeys.identity?.privateKey ?? '') as JWK, 'EdDSA');
  return new SignJWT(CLAIMS)
    .setProtectedHeader({ alg: 'EdDSA', kid: ACCESS_TOKEN.issuer, typ: ACCESS_TOKEN.type })
    .setIssuer(ACCESS_TOKEN.issuer)
    .setAudience(ACCESS_TOKEN.audience)
    .setSubject(USER_ID)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}
