import { type Actor, defineRequest, OPERATOR_REQUESTS, type RequestContract, SCOPES } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { assertMayCall } from './admission.js';

const COMPANY = '0192f0c1-7a00-7000-8000-000000000001';
const rest = { summary: 'x', input: z.strictObject({}), output: z.null(), example: { input: {}, output: null } };
const forCompany = defineRequest({
  ...rest,
  subject: 'rpc.content.thing.get.v1',
  callers: ['analytics'],
  http: { method: 'GET', path: '/v1/things', scope: 'content:read', rateClass: 'read' },
});
const forEverybody = defineRequest({
  ...rest,
  subject: 'rpc.content.thing.open.v1',
  http: { method: 'POST', path: '/v1/things', scope: null, rateClass: 'auth' },
});
const forServices = defineRequest({ ...rest, subject: 'rpc.content.thing.resolve.v1', callers: ['analytics'] });
const forServicesAlone: RequestContract = { ...forServices, isForServices: true };
const forOperator: RequestContract = OPERATOR_REQUESTS.content.DropDeadLetter;

const member = { company_id: COMPANY, tier: 'free', role: 'admin', scopes: [...SCOPES], user_id: COMPANY } as const;
const actors: Record<string, Actor> = {
  operator: { kind: 'operator', company_id: null },
  admin: { ...member, scopes: [...SCOPES], kind: 'user' },
  key: { ...member, scopes: [...SCOPES], kind: 'client', client_id: COMPANY },
  'a reader of events': { ...member, scopes: ['analytics:read'], kind: 'user' },
  gateway: { kind: 'service', service: 'gateway', company_id: null, reason: 'x' },
  analytics: { kind: 'service', service: 'analytics', company_id: COMPANY, reason: 'x' },
  content: { kind: 'service', service: 'content', company_id: null, reason: 'x' },
};

describe('who may send a request', () => {
  it.each<[string, RequestContract, string[]]>([
    ['of a company', forCompany, ['admin', 'key', 'gateway', 'analytics']],
    ['for everybody', forEverybody, ['admin', 'key', 'a reader of events', 'gateway']],
    ['between services', forServices, ['admin', 'key', 'a reader of events', 'analytics']],
    ['between services in their own name', forServicesAlone, ['analytics']],
    ['of the operator', forOperator, ['operator']],
  ])('%s', (_, contract, allowed) => {
    const letIn = Object.keys(actors).filter((name) => {
      try {
        assertMayCall(contract, actors[name] as Actor);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ name: 'AppError', code: 'PLATFORM_SCOPE_MISSING' });
        return false;
      }
    });
    expect(letIn).toEqual(allowed);
  });
});
