import { describe, expect, it } from 'vitest';
import { entryType, listedMode, unixMode } from './file-mode.js';
import { manifestLine, manifestSha256 } from './file-manifest.js';
import { goText } from './go-text.js';
import { isWithin, pathPattern } from './path-pattern.js';
import { printable } from './printable.js';
import { addressOf, withoutPassword } from './rest-credentials.js';

describe('a name that may hold anything', () => {
  it('stays on its line, and drives no terminal', () => {
    expect(printable('a\nb\t\x1b[31m\x7f\u2028\u202ec ü')).toBe('a\\nb\\t\\x1b[31m\\x7f\\u2028\\u202ec ü');
    expect(printable('\u061ca\u200b\u{e0041}')).toBe('\\u061ca\\u200b\\u{e0041}');
  });

  it('is a pattern for itself and what lies below it', () => {
    expect(pathPattern('/a*[b]?\\c')).toBe('/a\\*\\[b]\\?\\\\c');
    expect(pathPattern('/latin \ufffd')).toBe('/latin [\ufffd]');
    expect([isWithin('/a/b', '/a'), isWithin('/ab', '/a'), isWithin('/a', '/a/'), isWithin('/x', '/')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['ü€😀\ufffd', Buffer.from('ü€😀\ufffd')],
    ['ü😀\ufffd', Buffer.concat([Buffer.from('ü😀'), Buffer.from([0xff])])],
    ['\ufffd\ufffd\ufffd', Buffer.from([0xe2, 0x82, 0xff])],
    ['a\ufffdb', Buffer.from([0x61, 0xff, 0x62])],
    ['\ufffd\ufffd\ufffd', Buffer.from([0xed, 0xa0, 0x80])],
  ])('reads as Go prints it: %s', (text, bytes) => {
    expect(goText(bytes)).toBe(text);
  });

  it('is escaped in a manifest as sha256sum does', () => {
    expect(manifestLine({ path: '/a b', sha256: 'x' })).toBe('x  /a b\n');
    expect(manifestLine({ path: '/a\n\\', sha256: 'x' })).toBe('\\x  /a\\n\\\\\n');
    const files = [
      { path: '/b', sha256: '1' },
      { path: '/a-b', sha256: '2' },
      { path: '/a/b', sha256: '3' },
    ];
    expect(manifestSha256(files)).toBe(manifestSha256([...files].reverse()));
  });
});

describe('a mode of the listing', () => {
  it.each([
    ['file', 0o644, '-rw-r--r--', 0o644],
    ['dir', 2148532735, 'drwxrwxrwt', 0o1777],
    ['symlink', 134218239, 'lrwxrwxrwx', 0o777],
    ['fifo', 33554852, 'prw-r--r--', 0o644],
    ['file', 0o755 | (1 << 23) | (1 << 22), '-rwsr-sr-x', 0o6755],
    ['file', 0o644 | (1 << 23), '-rwSr--r--', 0o4644],
  ])('of a %s is what ls -l prints', (type, goMode, listed, mode) => {
    expect(listedMode(type, goMode)).toBe(listed);
    expect(unixMode(goMode)).toBe(mode);
  });

  it('has a type that people know', () => {
    expect(['file', 'dir', 'symlink', 'fifo'].map(entryType)).toEqual(['file', 'dir', 'symlink', 'other']);
  });
});

describe('the address of a repository', () => {
  const credentials = { RESTIC_REST_USERNAME: 'bob', RESTIC_REST_PASSWORD: 'a/b@c:%41\n' };

  it('of a REST server has the credentials in it, whatever they hold', () => {
    const address = addressOf('rest:https://host:8000/web-1/', credentials);
    expect(address).toBe('rest:https://bob:a%2Fb%40c%3A%2541%0A@host:8000/web-1/');
    const { hostname, pathname, password } = new URL(address.slice('rest:'.length));
    expect([hostname, pathname, decodeURIComponent(password)]).toEqual(['host', '/web-1/', 'a/b@c:%41\n']);
  });

  it('is told to nobody with the password in it', () => {
    const address = addressOf('rest:https://host:a/', credentials);
    const said = `parsing repository location failed: parse "${address.slice('rest:'.length)}": invalid port`;
    expect(withoutPassword(said, credentials)).toBe(
      'parsing repository location failed: parse "https://bob:***@host:a/": invalid port',
    );
    expect(withoutPassword(said, {})).toBe(said);
  });

  it.each([
    ['rest:https://host/', {}],
    ['rest:https://host/', { RESTIC_REST_USERNAME: 'bob' }],
    ['sftp:host:/x', credentials],
    ['/srv/rest:http://x', credentials],
  ])('is left as it is otherwise: %s %j', (address, environment) => {
    expect(addressOf(address, environment)).toBe(address);
  });
});
