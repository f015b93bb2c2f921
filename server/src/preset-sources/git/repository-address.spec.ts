import { describe, expect, it } from 'vitest';
import { isBranchName, isRepositoryPath, plainPath, readRepositoryAddress } from './repository-address.js';

describe('the address of a repository', () => {
  it.each([
    ['https://git.example.com/team/presets.git', 'https', 'git.example.com', 443],
    ['HTTPS://Git.Example.com:8443/x', 'https', 'git.example.com', 8443],
    ['https://[2001:db8::1]/x', 'https', '2001:db8::1', 443],
    ['ssh://git@git.example.com/team/presets.git', 'ssh', 'git.example.com', 22],
    ['ssh://git.example.com:2222/~/presets', 'ssh', 'git.example.com', 2222],
    ['ssh://git@[::1]:2222/srv/presets', 'ssh', '::1', 2222],
    ['git@git.example.com:team/presets.git', 'ssh', 'git.example.com', 22],
    ['git@git.example.com:/srv/presets.git', 'ssh', 'git.example.com', 22],
  ])('may be %s', (text, kind, host, port) => {
    expect(readRepositoryAddress(text)).toMatchObject({ kind, host, port });
  });

  it.each([
    ['http://git.example.com/x', 'anybody on the way'],
    ['git://git.example.com/x', 'anybody on the way'],
    ['file:///srv/presets', 'HYPRBOX_PRESETS_DIR'],
    ['/srv/presets', 'must begin with'],
    ['presets', 'must begin with'],
    ['../presets', 'must begin with'],
    ['ext::sh -c id', 'control characters'],
    ['ext::sh', 'starts programs'],
    ['fd::17', 'starts programs'],
    ['ftp://git.example.com/x', 'must begin with'],
    ['--upload-pack=touch /tmp/x', 'must not begin with "-"'],
    ['-oProxyCommand=id@host:x', 'must not begin with "-"'],
    ['ssh://-oProxyCommand=id/x', 'must be such as'],
    ['ssh://git@-oProxyCommand=id/x', 'must be such as'],
    ['git@-oProxyCommand=id:x', 'must begin with'],
    ['git@host:-x', 'must begin with'],
    ['ssh://git@host/-x', 'must be such as'],
    ["ssh://git@ho'st/x", 'must be such as'],
    ['ssh://git@host:0/x', 'port'],
    ['ssh://git@host:70000/x', 'port'],
    ['ssh://git:secret@host/x', 'password'],
    ['https://token@git.example.com/x', 'credentialsRef'],
    ['https://user:secret@git.example.com/x', 'credentialsRef'],
    ['https://@git.example.com/x', 'credentialsRef'],
    ['https://git.example.com/x?token=secret', '"?"'],
    ['https://git.example.com\\@evil.example.com/x', 'backslashes'],
    ['https://git.example.com/\u202ex', 'control characters'],
    ['https://', 'must be an https or ssh address'],
  ])('is never %s', (text, words) => {
    expect(readRepositoryAddress(text)).toEqual(expect.stringContaining(words));
  });
});

describe('the name of a branch', () => {
  it.each(['main', 'release/1.2', 'a', 'fix-1', 'über', 'a@b'])('may be %s', (name) => {
    expect(isBranchName(name)).toBe(true);
  });

  it.each([
    '',
    '-x',
    '--upload-pack=x',
    'a b',
    'a..b',
    'a:b',
    '+a^',
    'a~1',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
  ])('is never “%s”', (name) => expect(isBranchName(name)).toBe(false));
  it.each(['a.lock/b', 'a.', '@', 'a@{1}', 'a?', 'a*', 'a[', 'a\\b', 'a\u007f'])('is never “%s”', (name) =>
    expect(isBranchName(name)).toBe(false),
  );
});

describe('the directory in a repository', () => {
  it.each(['', 'presets', 'a/b', '-x', '.github'])('may be “%s”', (path) => expect(isRepositoryPath(path)).toBe(true));
  it.each(['/', '/etc', '..', 'a/../b', 'a//b', './a', 'a/'])('is never “%s”', (path) =>
    expect(isRepositoryPath(path)).toBe(false),
  );

  it.each([
    ['presets/', 'presets'],
    ['./presets/linux//', 'presets/linux'],
    ['.', ''],
    ['./', ''],
    ['/', '/'],
    ['../x/', '../x'],
  ])('is of “%s” “%s”', (path, plain) => expect(plainPath(path)).toBe(plain));
});
