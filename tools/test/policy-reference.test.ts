import { buildOpenApi, type HttpFace, REQUESTS, type RequestContract, ROLE_SCOPES, ROLES } from '@smartcontent/contracts';
import { expect, it } from 'vitest';
import { policyReference, policyRow } from '../references/policy-reference.ts';

type Faced = RequestContract & { readonly http: HttpFace };
type Security = readonly Readonly<Record<string, readonly string[]>>[];
type Paths = Readonly<Record<string, Readonly<Record<string, { readonly security: Security }>>>>;

const faced = REQUESTS.filter((request): request is Faced => request.http !== null);
const { paths } = buildOpenApi(REQUESTS, { version: '1.0.0', servers: [] }) as { paths: Paths };

/** Who comes in by the security section of the OpenAPI document. */
function whoByOpenApi(security: Security): string {
  if (security.length === 0) return 'everybody';
  const scopesOf = (scheme: string) => security.find((one) => scheme in one)?.[scheme];
  if (scopesOf('operatorKey')) return 'operator';
  const roles = ROLES.filter((role) => scopesOf('accessToken')?.every((scope) => (ROLE_SCOPES[role] as readonly string[]).includes(scope)));
  return [...roles, ...(scopesOf('apiKey') ? ['key'] : [])].join(', ');
}

it.each(faced)('lets in to $subject whom the OpenAPI document lets in, and nobody else', (request) => {
  const { method, path } = request.http;
  const [, who] = policyRow(request);
  expect(who?.replace(', publishable key', '')).toBe(whoByOpenApi(paths[path]?.[method.toLowerCase()]?.security ?? []));
});

it('holds every request', () => {
  const written = policyReference();
  for (const { http, subject } of REQUESTS) expect(written).toContain(http ? `\`${http.method} ${http.path}\`` : `\`${subject}\``);
});

it('changes with its contract', () => {
  const one = faced.find(({ http }) => http.path === '/v1/company' && http.method === 'PATCH') as Faced;
  const looser: Faced = { ...one, http: { ...one.http, scope: 'account:read' } };
  expect(policyReference([looser])).not.toBe(policyReference([one]));
  expect(policyRow(looser)[1]).toBe('admin, manager, user, viewer, key');
});
