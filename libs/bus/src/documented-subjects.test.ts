import { buildAsyncApi, EVENTS, isAnsweredByOwner, REQUESTS, SERVICES, type ServiceName } from '@smartcontent/contracts';
import { describe, expect, it } from 'vitest';
import { natsPermissions } from './nats-permissions.js';

interface Channel {
  readonly address: string | null;
  readonly servers?: readonly { readonly $ref: string }[];
  readonly parameters?: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}
interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: { readonly $ref: string };
  readonly tags: readonly { readonly name: string }[];
}

const { channels, operations } = buildAsyncApi(REQUESTS, EVENTS, { version: '1' }) as {
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
};
/** Answers, and what a client says to JetStream: NATS' own protocol. */
const OF_NATS = /^(?:_INBOX_|\$JS\.)/;

/** Subjects over NATS that the document has this service send or receive; `x` for what may be anything. */
function documented(service: ServiceName, action: Operation['action']): string[] {
  return Object.values(operations).flatMap((operation) => {
    const { address, servers, parameters = {} } = channels[operation.channel.$ref.slice('#/channels/'.length)] as Channel;
    const isMeant = operation.action === action && operation.tags.some(({ name }) => name === service);
    if (!isMeant || address === null || servers?.[0]?.$ref !== '#/servers/nats') return [];
    const names = Object.entries(parameters);
    // A caller sends a cancellation to whoever it asked; everything else under a service's name is its own.
    const isOwn = action === 'receive' || !address.startsWith('cancel.');
    const any = names.reduce((text, [name]) => (name === 'service' ? text : text.replace(`{${name}}`, 'x')), address);
    const services = parameters.service?.enum?.filter((name) => !isOwn || name === service) ?? [''];
    return services.map((name) => any.replace('{service}', name));
  });
}

function fits(pattern: string, subject: string): boolean {
  const source = pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]+').replace(/>$/, '.+');
  return new RegExp(`^${source}$`).test(subject);
}

describe.each(SERVICES)('the AsyncAPI document and the NATS user of %s', (service) => {
  const { publish, subscribe } = natsPermissions(service, REQUESTS, EVENTS);

  it.each([
    ['publish', publish.allow, documented(service, 'send')],
    ['subscribe', subscribe.allow, documented(service, 'receive')],
  ] as const)('name the same subjects: %s', (_, rights, subjects) => {
    const undescribed = rights.filter((right) => !OF_NATS.test(right) && !subjects.some((subject) => fits(right, subject)));
    expect(undescribed).toEqual([]);
  });

  it('let it publish all that it is said to send', () => {
    const asked = new Set(
      REQUESTS.filter(isAnsweredByOwner)
        .filter(({ callers }) => callers.includes(service))
        .map(({ owner }) => `cancel.${owner}`),
    );
    const sent = documented(service, 'send').filter((subject) => !subject.startsWith('cancel.') || asked.has(subject));
    expect(sent.filter((subject) => !publish.allow.some((right) => fits(right, subject)))).toEqual([]);
  });
});
