import { describe, expect, test } from 'vitest';
import { type Address, AddressGuard, AddressRefused, type Resolve } from './address-guard.js';

const PUBLIC: Address = { address: '93.184.215.14', family: 4 };
const PRIVATE: Address = { address: '10.0.0.7', family: 4 };

const resolving = (names: Record<string, readonly Address[]>): Resolve => {
  return async (host) => names[host] ?? Promise.reject(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }));
};
const guard = new AddressGuard([], resolving({ 'site.example': [PUBLIC], 'xn--mnchen-3ya.example': [PUBLIC] }));
const addressesOf = (url: string, asked = guard) => asked.addressesOf(new URL(url));

describe('an address guard', () => {
  test.each(['http://93.184.215.14/', 'https://[2606:4700::1111]:8443/hook', 'https://site.example/', 'https://München.example/'])(
    'lets %s through',
    async (url) => {
      expect(await addressesOf(url)).toHaveLength(1);
    },
  );

  test.each([
    ['this host', '0.0.0.0'],
    ['loopback', '127.0.0.1'],
    ['loopback, all of it', '127.255.255.254'],
    ['private', '10.1.2.3'],
    ['private', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['link-local, where clouds keep their credentials', '169.254.169.254'],
    ['shared by a provider', '100.100.100.200'],
    ['protocol assignments', '192.0.0.192'],
    ['documentation', '203.0.113.5'],
    ['benchmarks', '198.18.0.1'],
    ['6to4 relays', '192.88.99.1'],
    ['multicast', '239.255.255.250'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['nothing', '[::]'],
    ['loopback', '[::1]'],
    ['IPv4, mapped', '[::ffff:127.0.0.1]'],
    ['IPv4, mapped and in hex', '[::ffff:a9fe:a9fe]'],
    ['IPv4, compatible', '[::127.0.0.1]'],
    ['IPv4, translated', '[::ffff:0:127.0.0.1]'],
    ['NAT64', '[64:ff9b::127.0.0.1]'],
    ['NAT64 of the own network', '[64:ff9b:1::a00:1]'],
    ['Teredo', '[2001:0:7f00:1::]'],
    ['6to4', '[2002:7f00:1::]'],
    ['ISATAP', '[2001:470:1::5efe:7f00:1]'],
    ['ISATAP of a public IPv4 address', '[2001:470:1::200:5efe:a9fe:a9fe]'],
    ['Azure’s own, for its machines', '168.63.129.16'],
    ['segments', '[5f00::1]'],
    ['unique local', '[fd00:ec2::254]'],
    ['link-local', '[fe80::1]'],
    ['site-local', '[fec0::1]'],
    ['multicast', '[ff02::1]'],
    ['documentation', '[2001:db8::1]'],
  ])('refuses what is not public: %s %s', async (_range, host) => {
    await expect(addressesOf(`http://${host}/`)).rejects.toThrow(AddressRefused);
  });

  test.each([
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://0/',
    'http://127.0.0.1./',
    'http://１２７.０.０.１/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http:\\\\127.0.0.1/',
  ])('is not misled by another way to write an address: %s', async (url) => {
    await expect(addressesOf(url)).rejects.toThrow(AddressRefused);
  });

  test.each(['ftp://site.example/', 'file:///etc/passwd', 'gopher://site.example/', 'data:text/plain,x', 'javascript:0'])(
    'refuses another protocol: %s',
    async (url) => {
      await expect(addressesOf(url)).rejects.toThrow(AddressRefused);
    },
  );

  test.each([22, 25, 587, 4222, 5432, 6379, 11211])('refuses a port of another protocol: %i', async (port) => {
    await expect(addressesOf(`http://93.184.215.14:${port}/`)).rejects.toThrow(`port ${port} is not for http`);
    const vouched = new AddressGuard([`93.184.215.14:${port}`]);
    expect(await addressesOf(`http://93.184.215.14:${port}/`, vouched)).toHaveLength(1);
  });

  test('refuses a public address that is this machine’s own, however it is written', async () => {
    const own = () => [PUBLIC.address, '2606:4700::1111'];
    const beside = new AddressGuard(['93.184.215.14:8080'], resolving({ 'self.example': [PUBLIC] }), own);
    for (const url of ['http://self.example/', 'http://93.184.215.14/', 'http://[2606:4700:0:0:0:0:0:1111]/']) {
      await expect(addressesOf(url, beside)).rejects.toThrow(AddressRefused);
    }
    expect(await addressesOf('http://93.184.215.14:8080/', beside)).toEqual([PUBLIC]);
    expect(await addressesOf('http://93.184.215.15/', beside)).toHaveLength(1);
  });

  test('refuses a name that leads inside on the second look-up', async () => {
    let lookUps = 0;
    const rebinding = new AddressGuard([], async () => [lookUps++ === 0 ? PUBLIC : { address: '127.0.0.1', family: 4 }]);
    const url = new URL('http://rebind.example/');
    expect(await rebinding.refusalOf(url, 1_000)).toBeNull();
    await expect(rebinding.addressesOf(url)).rejects.toThrow(AddressRefused);
    expect(lookUps).toBe(2);
  });

  test.each(['http://localhost./', 'http://site.example.:22/'])('is not misled by a dot behind a name: %s', async (url) => {
    const dotted = new AddressGuard(
      ['localhost:80'],
      resolving({ 'localhost.': [{ address: '127.0.0.1', family: 4 }], 'site.example.': [PUBLIC] }),
    );
    await expect(addressesOf(url, dotted)).rejects.toThrow(AddressRefused);
  });

  test('refuses names and passwords in a URL', async () => {
    await expect(addressesOf('https://site.example@10.0.0.1/')).rejects.toThrow(AddressRefused);
    await expect(addressesOf('https://name:word@site.example/')).rejects.toThrow('user name');
  });

  test('refuses a name with one bad address among good ones, and one with none', async () => {
    const mixed = new AddressGuard([], resolving({ 'mixed.example': [PUBLIC, PRIVATE], 'empty.example': [] }));
    await expect(addressesOf('http://mixed.example/', mixed)).rejects.toThrow(AddressRefused);
    await expect(addressesOf('http://empty.example/', mixed)).rejects.toThrow(AddressRefused);
  });

  test('says the same of every address that is not public, since a name may be one of the own network', async () => {
    const inside = new AddressGuard([], resolving({ 'db.internal': [PRIVATE], 'self.internal': [{ address: '::1', family: 6 }] }));
    const refusals = ['http://db.internal/', 'http://self.internal/', 'http://127.0.0.1/'].map(async (url) =>
      addressesOf(url, inside).catch((error: Error) => error.message),
    );
    expect(new Set(await Promise.all(refusals))).toEqual(new Set(['the host has an address that is not public']));
  });

  test('hands on what the resolver says of a name that it does not know', async () => {
    await expect(addressesOf('http://nowhere.example/')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('lets through what the operator vouches for, by host and port together', async () => {
    const vouched = new AddressGuard(['127.0.0.1:8025', 'Hooks.internal:443'], resolving({ 'hooks.internal': [PRIVATE] }));
    expect(await addressesOf('http://127.0.0.1:8025/x', vouched)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await addressesOf('https://HOOKS.internal/x', vouched)).toEqual([PRIVATE]);
    for (const url of ['http://127.0.0.1/', 'http://127.0.0.1:8026/', 'http://hooks.internal/', 'https://hooks.internal:444/']) {
      await expect(addressesOf(url, vouched)).rejects.toThrow(AddressRefused);
    }
  });

  test('looks at a URL that a user gives, and lets pass what nobody can tell yet', async () => {
    const stuck = new AddressGuard([], () => Promise.withResolvers<never>().promise);
    expect(await guard.refusalOf(new URL('http://site.example/'), 1_000)).toBeNull();
    expect(await guard.refusalOf(new URL('http://nowhere.example/'), 1_000)).toBeNull();
    expect(await stuck.refusalOf(new URL('http://stuck.example/'), 20)).toBeNull();
    expect(await guard.refusalOf(new URL('http://[::1]/'), 1_000)).toBeInstanceOf(AddressRefused);
  });
});
