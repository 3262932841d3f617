import { ContentMoved, CreateApiKey, EVENTS, IngestEvents, ListApiKeys, REQUESTS } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { assertHandlers } from './assert-handlers.js';

const contracts = [CreateApiKey, ListApiKeys, ContentMoved, IngestEvents];

describe('assertHandlers', () => {
  it('is content with one handler for each', () => {
    expect(() => assertHandlers('identity', [CreateApiKey.subject, ListApiKeys.subject], contracts)).not.toThrow();
    expect(() => assertHandlers('scheduling', [ContentMoved.subject], contracts)).not.toThrow();
  });

  it('names the missing and the doubled handler', () => {
    expect(() => assertHandlers('identity', [CreateApiKey.subject, CreateApiKey.subject], contracts)).toThrow(
      'identity cannot start: rpc.identity.api-key.list.v1 has no handler; rpc.identity.api-key.create.v1 has 2 handlers',
    );
    expect(() => assertHandlers('scheduling', [], contracts)).toThrow('evt.content.content.moved.v1 has no handler');
  });

  it('names a handler of what belongs to another service', () => {
    expect(() => assertHandlers('identity', [CreateApiKey.subject, ListApiKeys.subject, ContentMoved.subject], contracts)).toThrow(
      'evt.content.content.moved.v1 is not for identity to handle',
    );
  });

  it('asks for no handler of what the gateway serves itself', () => {
    expect(() => assertHandlers('gateway', [], [...REQUESTS, ...EVENTS])).not.toThrow();
  });
});
