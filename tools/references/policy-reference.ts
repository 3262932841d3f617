import {
  type HttpFace,
  RATE_CLASSES,
  RATE_LIMITS,
  REQUESTS,
  type RequestContract,
  ROLE_SCOPES,
  ROLES,
  SCOPES,
  type Scope,
  TIERS,
} from '@smartcontent/contracts';

type Faced = RequestContract & { readonly http: HttpFace };

const HEAD = `# Who may do what

Every request, and who may send it. The guards of the gateway, the admission of each service and the security section of
docs/reference/openapi.json come from the same contracts. Generated from libs/contracts by \`pnpm generate\`; \`pnpm walk\` tries it.

- **Who**: a role names a person who logged in; *key* an API key that holds the scope (its maker's role holds it too, or the key would not have been
  made); *publishable key* one that may stand in a web page; *operator* the key of whoever runs the platform, which opens nothing else.
- **A minute**: requests of one person or client by tier (${TIERS.join(' / ')}), unless the company was granted others or the key has fewer.
  Routes of one class share a budget. Who is not known yet counts by address.
- A refusal is 401 without a good credential, 403 without the scope, and 404 where another company's row is meant: it is as if it were not there.
`;

/** docs/reference/policy.md: each request with its scope, who may send it and how often. */
export function policyReference(requests: readonly RequestContract[] = REQUESTS): string {
  const faced = requests.filter((request): request is Faced => request.http !== null);
  const owners = [...new Set(faced.filter(({ http }) => http.audience !== 'operator').map(({ owner }) => owner))];
  const ofOperator = faced.filter(({ http }) => http.audience === 'operator');
  return [
    HEAD,
    rolesSection(),
    limitsSection(),
    ...owners.map((owner) =>
      routesSection(
        owner,
        faced.filter((request) => request.owner === owner && request.http.audience !== 'operator'),
      ),
    ),
    routesSection('operator', ofOperator),
    servicesSection(requests.filter(({ callers }) => callers.some((caller) => caller !== 'gateway') || callers.length === 0)),
    gatewaySection(requests.filter(({ http, callers }) => http === null && callers.includes('gateway'))),
  ].join('\n');
}

/** The rows of a route: `[route, who, scope, class, a minute]`. */
export function policyRow({ http }: Faced): readonly string[] {
  return [`\`${http.method} ${http.path}\``, whoMay(http), http.scope ? `\`${http.scope}\`` : '–', http.rateClass, perMinute(http)];
}

function whoMay({ audience, scope, callers, kind }: HttpFace): string {
  if (audience === 'everybody') return 'everybody';
  if (audience === 'operator' || scope === null) return 'operator';
  const roles = ROLES.filter((role) => ROLE_SCOPES[role].includes(scope));
  const keys = callers === 'person' ? [] : kind === 'ingest' ? ['key', 'publishable key'] : ['key'];
  return [...roles, ...keys].join(', ');
}

function perMinute({ audience, rateClass }: HttpFace): string {
  if (audience === 'everybody') return `${RATE_LIMITS.free[rateClass]} an address`;
  if (audience === 'operator') return String(RATE_LIMITS.enterprise[rateClass]);
  return TIERS.map((tier) => RATE_LIMITS[tier][rateClass]).join(' / ');
}

function rolesSection(): string {
  const holds = (scope: Scope) => ROLES.map((role) => (ROLE_SCOPES[role].includes(scope) ? 'yes' : ''));
  return section(
    'Roles and scopes',
    ['scope', ...ROLES],
    SCOPES.map((scope) => [`\`${scope}\``, ...holds(scope)]),
  );
}

function limitsSection(): string {
  const rows = RATE_CLASSES.map((rateClass) => [rateClass, ...TIERS.map((tier) => String(RATE_LIMITS[tier][rateClass]))]);
  return section('Requests a minute', ['class', ...TIERS], rows);
}

function routesSection(name: string, faced: readonly Faced[]): string {
  return section(name, ['route', 'who', 'scope', 'class', 'a minute'], faced.map(policyRow));
}

function servicesSection(requests: readonly RequestContract[]): string {
  const rows = requests.map(({ subject, owner, callers, isForServices }) => [
    `\`${subject}\``,
    owner,
    callers.filter((caller) => caller !== 'gateway').join(', '),
    isForServices ? 'its own' : 'its own, or whoever asked it',
  ]);
  return section('Between services', ['subject', 'answered by', 'asked by', 'in the name of'], rows);
}

function gatewaySection(requests: readonly RequestContract[]): string {
  const rows = requests.map(({ subject, owner }) => [`\`${subject}\``, owner]);
  return section('Asked by the gateway itself', ['subject', 'answered by'], rows);
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n');
}
