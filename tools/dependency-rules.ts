import type { IForbiddenRuleType } from 'dependency-cruiser';

const PARTS_WITH_STORES = '\\.(store|view|entity)\\.ts$|/migrations/|/app\\.module\\.ts$';
const TESTS = '\\.(test|fixture)\\.ts$|^(services|libs)/[^/]+/test/|^test/|^tools/test/';

/** Packages that talk to a store, and the libs that exist to use them. */
function storeClient(name: string, packages: string, libs: string): IForbiddenRuleType {
  return {
    name: `${name}-clients-in-stores`,
    comment: 'Only stores, views, entities, migrations, app.module and the libs made for it talk to a database.',
    severity: 'error',
    from: { path: '^(services|libs)/', pathNot: [PARTS_WITH_STORES, TESTS, `^libs/(${libs})/`] },
    to: { path: `(^|/)node_modules/(${packages})/` },
  };
}

/**
 * Features are entered through their service. A folder without one (adapters, hooks of the edge) holds parts for its neighbours.
 * @param features folders of services that hold a service, such as `services/content/src/versions`
 */
function featureThroughService(features: readonly string[]): IForbiddenRuleType {
  return {
    name: 'feature-through-service',
    comment: 'Another feature is used through its service (its module, to wire it): the rest is its own.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/(?!migrations/)([^/]+)/', pathNot: TESTS },
    to: { path: `^(${features.join('|') || 'none'})/`, pathNot: ['^services/$1/src/$2/', '\\.(service|module)\\.ts$'] },
  };
}

const RULES: readonly IForbiddenRuleType[] = [
  {
    name: 'no-service-to-service',
    comment: 'Services meet on the bus, through contracts.',
    severity: 'error',
    from: { path: '^services/([^/]+)/', pathNot: TESTS },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'no-lib-to-service',
    comment: 'A lib does not know who uses it.',
    severity: 'error',
    from: { path: '^libs/' },
    to: { path: '^services/' },
  },
  {
    name: 'contracts-are-pure',
    comment: 'Everybody loads the contracts, so they load nothing but zod, node:crypto and node:url.',
    severity: 'error',
    from: { path: '^libs/contracts/src/', pathNot: TESTS },
    to: { pathNot: ['^libs/contracts/src/', '(^|/)node_modules/zod/', '^(node:)?(crypto|url)$'] },
  },
  {
    name: 'sdk-is-pure',
    comment: 'The client runs wherever fetch does, without anything else.',
    severity: 'error',
    from: { path: '^libs/sdk/src/', pathNot: TESTS },
    to: { pathNot: '^libs/sdk/src/' },
  },
  {
    name: 'no-foreign-store',
    comment: 'Stores, views and doors belong to their folder.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/([^/]+)/', pathNot: TESTS },
    to: { path: '^services/$1/src/.*(\\.(store|view|rpc|job)|/on-[^/]+)\\.ts$', pathNot: '^services/$1/src/$2/' },
  },
  {
    name: 'no-door-to-store',
    comment: 'A door hands on to a service; rules and transactions are there.',
    severity: 'error',
    from: { path: '\\.(rpc|job)\\.ts$|/on-[^/]+\\.ts$' },
    to: { path: '\\.store\\.ts$' },
  },
  storeClient('postgres', 'typeorm|pg|pg-cursor|pg-copy-streams|postgres', 'database|local-stack|testing'),
  storeClient('clickhouse', '@clickhouse/[^/]+|chdb', 'clickhouse|local-stack|testing'),
  storeClient('redis', 'ioredis|redis|@redis/[^/]+', 'cache|local-stack|testing'),
  {
    name: 'no-deep-imports',
    comment: 'A package is entered by its name and its exports, never by a path into it.',
    severity: 'error',
    from: { path: '^(libs|services|test|demo|tools|scripts|bench)(/[^/]+/)' },
    to: { path: '^(libs|services)/', pathNot: '^$1$2', dependencyTypes: ['local'] },
  },
  {
    name: 'no-test-code-in-production',
    comment: 'What runs in production does not load the tools of tests.',
    severity: 'error',
    from: { path: '^(libs|services)/[^/]+/src/', pathNot: [TESTS, '^libs/testing/'] },
    to: { path: ['\\.(test|fixture)\\.ts$', '^libs/testing/', '^(services|libs)/[^/]+/test/', '(^|/)node_modules/(vitest|fast-check)/'] },
  },
  {
    name: 'no-cycles',
    comment: 'Modules that load each other at run time depend on their order; types may refer to each other.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-orphans',
    comment: 'A module that nothing imports and that imports nothing is left over.',
    severity: 'error',
    from: { orphan: true, pathNot: [TESTS, '(^|/)main\\.ts$', '\\.d\\.ts$', '^scripts/', '\\.config\\.ts$'] },
    to: {},
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that leads nowhere escapes every other rule.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** Who may import whom. tools/test/dependencies.test.ts plants a violation of each. */
export function dependencyRules(features: readonly string[]): IForbiddenRuleType[] {
  return [...RULES, featureThroughService(features)];
}
