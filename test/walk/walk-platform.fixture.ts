import type { Stack } from '@smartcontent/testing';
import { type JourneyPlatform, usePlatform } from '../journeys/platform.js';
import type { Addresses } from './world.js';

const OPERATOR_KEY = `sc_operator_${'w'.repeat(43)}`;

/** A platform inside this test file, and where it stands; NATS is asked for what it must refuse. */
export function useWalkPlatform(): { readonly stack: Stack; readonly addresses: () => Addresses } {
  const platform = usePlatform(() => ({ gateway: { OPERATOR_KEY, TRUSTED_PROXIES: '127.0.0.1' } }), { isRefusalMeant: true });
  return { stack: platform.stack, addresses: () => addressesOf(platform, OPERATOR_KEY) };
}

function addressesOf({ stack, url, sandboxUrl }: JourneyPlatform, operatorKey: string): Addresses {
  const { addresses } = stack;
  return {
    url,
    sandboxUrl,
    postgresUrl: stack.postgresUrl,
    passwords: addresses.passwords,
    clickhouseUrl: stack.clickhouseUrl ?? '',
    redisUrl: addresses.redisUrl,
    natsUrl: (user) => stack.natsUrl(user === 'all' ? 'test' : user),
    privateKeys: Object.fromEntries(Object.entries(addresses.actorKeys).map(([service, { privateKey }]) => [service, privateKey])),
    operatorKey,
  };
}
