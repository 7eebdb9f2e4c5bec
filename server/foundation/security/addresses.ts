import { isIP } from 'node:net';

/** A range of addresses: `10.0.0.0/8`, `fd00::/8`. Compared on the 128-bit form, IPv4 as ::ffff:a.b.c.d. */
export interface Cidr {
  base: bigint;
  /** Leading bits of the 128 that must be equal. */
  bits: number;
}

const mapped = 0xffff_0000_0000n;

/** The 128-bit form of an address; undefined when the text is not an address. A zone (`fe80::1%eth0`) is dropped. */
export function parseAddress(text: string): bigint | undefined {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  switch (isIP(bare)) {
    case 4:
      return mapped | parseIPv4(bare);
    case 6:
      return parseIPv6(bare);
    default:
      return undefined;
  }
}

function parseIPv4(text: string): bigint {
  return text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parseIPv6(text: string): bigint {
  const tail = /(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  const plain = tail ? text.slice(0, -tail.length) + hexPair(parseIPv4(tail)) : text;
  const [head = '', rest] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (rest ?? '').split(':').filter(Boolean);
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
}

const hexPair = (ip: bigint) => `${(ip >> 16n).toString(16)}:${(ip & 0xffffn).toString(16)}`;

/** @throws Error when the text is no range; a single address counts as a range of one. */
export function parseCidr(text: string): Cidr {
  const [address = '', length] = text.trim().split('/');
  const base = parseAddress(address);
  const most = isIP(address) === 4 ? 32 : 128;
  const prefix = length === undefined ? most : Number(length);
  if (base === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > most) {
    throw new Error(`${text} is not an address range such as 10.0.0.0/8 or fd00::/8`);
  }
  return { base, bits: prefix + 128 - most };
}

export const within = (address: bigint, { base, bits }: Cidr) =>
  bits === 0 || address >> BigInt(128 - bits) === base >> BigInt(128 - bits);

/**
 * Addresses that are not a place on the public internet (IANA special-purpose registries). Everything IPv6 outside
 * 2000::/3 is refused as well, so ranges that are not listed or not assigned yet are closed, not open.
 */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Answers every machine of one cloud about itself, although the address belongs to the public part.
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // IPv6 inside 2000::/3: Teredo, benchmarks, ORCHID, documentation, 6to4 (holds any IPv4 address), segment routing.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
].map(parseCidr);
const ipv4 = parseCidr('::ffff:0:0/96');
const globalIPv6 = parseCidr('2000::/3');

/** An address of the house in the lower half of a public one (ISATAP): routers there carry it inside. */
const holdsIPv4 = (address: bigint) => ((address >> 32n) & 0xfdff_ffffn) === 0x5efen;

/** True for an address anyone may be sent to: public, and no other way to write a private one. */
export function isPublicAddress(address: bigint): boolean {
  if (!within(address, ipv4) && (!within(address, globalIPv6) || holdsIPv4(address))) return false;
  return !special.some((range) => within(address, range));
}
