import ipaddr from 'ipaddr.js';

/** Half of an IPv6 address: what a provider gives to one customer, at least. */
const NETWORK_BYTES = 8;

/** What counts as one address: an IPv4 address, or the /64 of an IPv6 address, since whoever has one of these has all. */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const network = parsed.toByteArray().fill(0, NETWORK_BYTES);
  return `${ipaddr.fromByteArray(network).toString()}/64`;
}
