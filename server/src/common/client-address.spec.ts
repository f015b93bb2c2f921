import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ClientAddresses, canonicalAddress, isNetwork, networkOf } from './client-address.js';

const from = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  // Only these two parts are looked at.
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('canonicalAddress', () => {
  it.each([
    ['7.7.7.7', '7.7.7.7'],
    [' 7.7.7.7:1000 ', '7.7.7.7'],
    ['[::1]:5', '::1'],
    ['[2001:DB8:0:0::1]', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['::ffff:7.7.7.7', '7.7.7.7'],
    ['[::ffff:707:707]:80', '7.7.7.7'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is %s', (text, address) => {
    expect(canonicalAddress(text)).toBe(address);
  });

  it.each([
    ...[
      '',
      'unknown',
      '_hidden',
      '_gazonk:80',
      '<script>alert(1)</script>',
      '7.7.7',
      '007.7.7.7',
      '0x7.7.7.7',
      '7.7.7.7:',
    ],
    ...[
      '7.7.7.7:port',
      '[::1',
      '::1]:5',
      '"[::1]"',
      '7.7.7.7 7.7.7.8',
      '7.7.7.7/8',
      'localhost',
      '7.7.7.7\r\nx',
      '1:2:3',
    ],
  ])('%j is none', (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });
});

describe('a client’s address', () => {
  const listed = new ClientAddresses(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);

  it.each([
    ['127.0.0.1', '7.7.7.7', '7.7.7.7'],
    ['127.0.0.1', '7.7.7.7:1000', '7.7.7.7'],
    ['::ffff:127.0.0.1', '[2001:db8::1]:5', '2001:db8::1'],
    ['127.0.0.1', '6.6.6.6, 7.7.7.7, 10.1.2.3', '7.7.7.7'],
    ['fd00::1', '7.7.7.7,::ffff:10.0.0.1', '7.7.7.7'],
    ['127.0.0.1', '7.7.7.7, unknown, 10.1.2.3', '10.1.2.3'],
    ['127.0.0.1', '<script>', '127.0.0.1'],
    ['127.0.0.1', '7.7.7.7,', '127.0.0.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', `7.7.7.7, ${'10.0.0.1,'.repeat(500)}10.0.0.2`, '10.0.0.1'],
    ['192.0.2.1', '7.7.7.7', '192.0.2.1'],
  ])('of a connection from %s with %j is %s', (peer, forwarded, address) => {
    expect(listed.of(from(peer, forwarded))).toBe(address);
  });

  it('is the nearest one that was forwarded where any one proxy is trusted, however many are named', () => {
    const any = new ClientAddresses(true);
    expect(any.of(from('192.0.2.1', '6.6.6.6, 7.7.7.7'))).toBe('7.7.7.7');
    expect(any.of(from('192.0.2.1', 'no address'))).toBe('192.0.2.1');
  });

  it('is that of the connection where no proxy is trusted', () => {
    expect(new ClientAddresses(false).of(from('::ffff:192.0.2.1', '7.7.7.7'))).toBe('192.0.2.1');
  });
});

describe('networkOf', () => {
  it('is one for what one host may call from', () => {
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
    const network = networkOf('2001:db8::1');
    for (const other of ['2001:db8::ffff:1', '2001:db8::1:2:3:4', '2001:db8::7.7.7.7'])
      expect(networkOf(other)).toBe(network);
    for (const other of ['2001:db8:0:1::1', '2001:db8:1::1', '::1', '::']) expect(networkOf(other)).not.toBe(network);
    expect(networkOf('2001:db8:0:1:2:3:4:5')).toBe(networkOf('2001:db8:0:1::9'));
  });
});

describe('isNetwork', () => {
  it.each(['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '0.0.0.0/0'])('is %s', (text) => {
    expect(isNetwork(text)).toBe(true);
  });
  it.each(['', 'proxy', '10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0', '10.0.0.0/8/8', 'fe80::1%eth0', '1.2.3.4:80'])(
    'is not %s',
    (text) => {
      expect(isNetwork(text)).toBe(false);
    },
  );
});
