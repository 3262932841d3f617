import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { REFUSED_PORTS } from './refused-ports.js';
import { unlessAborted } from './unless-aborted.js';

/** A URL that a request of a user may not go to; `message` says why, names nothing of the own network and may be shown to him. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
}

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

export type Resolve = (host: string) => Promise<readonly Address[]>;

/**
 * Where requests to URLs of users may go: to public addresses over http and https. Everything else that IANA's special-purpose registries
 * (RFC 6890) name is refused: loopback, private, link-local, shared, multicast, documentation, and addresses that wrap another one (mapped,
 * NAT64, 6to4, Teredo, ISATAP), since a translator would unwrap it. So are this machine's own addresses, public as they may be: what listens
 * for its neighbours alone can be reached from here; and ports of other protocols.
 */
export class AddressGuard {
  readonly #allowed: ReadonlySet<string>;

  /**
   * `allowedHosts`: `host:port` as in a URL's authority, for receivers inside the own network that the operator vouches for; the port is part of
   * it. `resolve` is the system's resolver unless told, `own` the addresses of this machine.
   */
  constructor(
    allowedHosts: readonly string[] = [],
    private readonly resolve: Resolve = resolveAll,
    private readonly own: () => readonly string[] = ownAddresses,
  ) {
    this.#allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  }

  /**
   * The addresses of a URL's host, all of them allowed: connect to one of these and ask nobody again, or the name may mean another one by then.
   * @throws AddressRefused; what the resolver throws (`code` ENOTFOUND, EAI_AGAIN)
   */
  async addressesOf(url: URL): Promise<readonly Address[]> {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new AddressRefused(`${url.protocol} is not http: or https:`);
    if (url.username !== '' || url.password !== '') throw new AddressRefused('a URL with a user name or password is not taken');
    // A URL's parser has made one form of every way to write an address: decimal, octal, hexadecimal, full-width, with parts left out.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isVouchedFor = this.vouchesFor(url);
    if (!isVouchedFor && REFUSED_PORTS.has(Number(portOf(url)))) throw new AddressRefused(`port ${portOf(url)} is not for http`);
    const family = isIP(host);
    const addresses = family ? [{ address: host, family: family as 4 | 6 }] : await this.resolve(host);
    if (isVouchedFor) return addresses;
    const own = new Set(this.own().map(spelt));
    const isOutside = (address: Address) => isPublic(address) && !own.has(spelt(address.address));
    // One bad address among good ones is what a rebinding attack looks like.
    if (addresses.length === 0 || !addresses.every(isOutside)) throw new AddressRefused('the host has an address that is not public');
    return addresses;
  }

  /** Whether the operator allows this host and port, whatever it resolves to. */
  vouchesFor(url: URL): boolean {
    return this.#allowed.has(`${url.hostname}:${portOf(url)}`);
  }

  /**
   * Looks at a URL when a user gives it, to tell him at once. Null where it may be used, and where nobody can tell within `timeoutMs`: the name may
   * not exist yet, and every request is looked at anyway.
   */
  async refusalOf(url: URL, timeoutMs: number): Promise<AddressRefused | null> {
    try {
      await unlessAborted(this.addressesOf(url), AbortSignal.timeout(timeoutMs));
      return null;
    } catch (error) {
      return error instanceof AddressRefused ? error : null;
    }
  }
}

/** All that IANA has allotted for global unicast; beyond it lies `::127.0.0.1` and what nobody owns yet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by its range, and reached from machines of Azure alone: what it answers there is meant for the machine. */
const CLOUD_HOSTS = new Set(['168.63.129.16']);

function isPublic({ address }: Address): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL_IPV6) && !isIsatap(parsed) : !CLOUD_HOSTS.has(parsed.toString());
}

/** RFC 5214, section 6.1: such an address is sent to the IPv4 address in its last half. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return parts[5] === 0x5efe && (parts[4] === 0 || parts[4] === 0x200);
}

/** Asked each time: a machine gets and loses addresses. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((found) => found?.map(({ address }) => address) ?? []);
}

/** One spelling of an address. */
function spelt(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.parse(address).toString() : address;
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

async function resolveAll(host: string): Promise<Address[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
