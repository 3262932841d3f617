import { isIPv6 } from 'node:net';

const WORDS = 8;

/** The addresses that one customer of a provider has: a /24 of IPv4, a /56 of IPv6. What is no address stands for itself. */
export function neighbourhoodOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (!isIPv6(mapped)) return mapped.replace(/\.\d+$/, '');
  const [head = '', tail] = mapped.split('::');
  const start = head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const words = [...start, ...Array(Math.max(0, WORDS - start.length - end.length)).fill('0'), ...end].map((word) =>
    Number.parseInt(word || '0', 16),
  );
  const [a = 0, b = 0, c = 0, d = 0] = words;
  return [a, b, c, d & 0xff00].map((word) => word.toString(16)).join(':');
}
