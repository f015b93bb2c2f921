import { describe, expect, it } from 'vitest';
import { isAboutVanished, isAboutVanishedLock, isHopeless, readComplaint } from './restic-complaint.js';
import { faultOf } from './restic-faults.js';

function faultFrom(code: number | null, ...lines: string[]): string {
  return faultOf({ code, complaints: lines.map(readComplaint).filter((complaint) => complaint !== null) }).fault;
}

describe('the fault of a restic that failed', () => {
  it.each([
    [10, 'NO_REPOSITORY'],
    [11, 'REPOSITORY_LOCKED'],
    [12, 'WRONG_PASSWORD'],
  ])('is told by the exit code %s of 0.17 and newer', (code, fault) => {
    expect(faultFrom(code, 'Fatal: anything')).toBe(fault);
  });

  it.each([
    ['WRONG_PASSWORD', ['Fatal: wrong password or no key found']],
    [
      'NO_REPOSITORY',
      [
        'Fatal: unable to open config file: stat /r/config: no such file or directory',
        'Is there a repository at the following location?',
        '/r',
      ],
    ],
    [
      'NO_REPOSITORY',
      [
        'Fatal: unable to open config file: <config/> does not exist',
        'Is there a repository at the following location?',
      ],
    ],
    [
      'NO_REPOSITORY',
      ['Fatal: repository does not exist: unable to open config file: Stat: The specified key does not exist.'],
    ],
    [
      'REPOSITORY_UNREACHABLE',
      [
        'Fatal: unable to open config file: client.Head: Head "http://h/config": dial tcp 127.0.0.1:9: connect: connection refused',
        'Is there a repository at the following location?',
      ],
    ],
    [
      'REPOSITORY_UNREACHABLE',
      [
        'subprocess ssh: ssh: connect to host 127.0.0.1 port 9: Connection refused',
        'Fatal: unable to open repository at sftp://u@127.0.0.1:9//x: unable to start the sftp session, error: read |0: file already closed',
      ],
    ],
    [
      'REPOSITORY_UNREACHABLE',
      [
        'rclone: Failed to create file system for "nope:x": didn\'t find section in config file',
        'Fatal: unable to open repository at rclone:nope:x: error talking HTTP to rclone: context canceled',
      ],
    ],
    [
      'REPOSITORY_UNREACHABLE',
      [
        'subprocess ssh: Permission denied (publickey).',
        'Fatal: unable to open repository at sftp:h:/x: unable to start the sftp session, error: EOF',
      ],
    ],
    [
      'REPOSITORY_LOCKED',
      [
        'unable to create lock in backend: repository is already locked exclusively by PID 1 on vm by root (UID 0, GID 0)',
        'lock was created at 2026-11-24 00:05:26 (4.6s ago)',
      ],
    ],
    [
      'REPOSITORY_READ_ONLY',
      [
        'Save(<lock/7221b4822a>) returned error, retrying after 552ms: open /r/locks/7221-tmp-1: read-only file system',
        'unable to create lock in backend',
      ],
    ],
    [
      'REPOSITORY_READ_ONLY',
      ['Save(<lock/7221b4822a>) returned error, retrying after 552ms: open /r/locks/7221-tmp-1: permission denied'],
    ],
    [
      'REPOSITORY_READ_ONLY',
      [
        'rclone: 2026/11/25 04:48:57 ERROR : locks/4e9d: Post request rcat error: permission denied',
        'Save(<lock/4e9d>) returned error, retrying after 720ms: server response unexpected: 500 Internal Server Error (500)',
      ],
    ],
    [
      'REPOSITORY_READ_ONLY',
      [
        'Save(<lock/b3c1>) failed: open /r/locks/b3c1-tmp-1: operation not permitted',
        'unable to create lock in backend',
      ],
    ],
    ['DISK_FULL', ['Fatal: unable to save snapshot: write /r/data/75/750d-tmp-24: no space left on device']],
    ['REPOSITORY_DAMAGED', ['Fatal: repository contains errors']],
    ['REPOSITORY_DAMAGED', ['Fatal: config cannot be loaded: ciphertext verification failed']],
    ['NO_SNAPSHOT', ['Fatal: failed to find snapshot: no matching ID found for prefix "deadbeef"']],
    ['RESTIC_FAILED', ['Fatal: something that nobody has met yet']],
    ['RESTIC_FAILED', []],
  ])('is %s for %j', (fault, lines) => {
    expect(faultFrom(1, ...lines)).toBe(fault);
  });

  it('is not told by the name of a file', () => {
    const line = JSON.stringify({
      message_type: 'error',
      error: { Op: 'open', Path: '/x/no space left on device', Err: 13 },
      during: 'archival',
      item: '/x/no space left on device',
    });
    expect(faultFrom(1, line, 'Fatal: wrong password or no key found')).toBe('WRONG_PASSWORD');
    expect(faultFrom(1, line)).toBe('RESTIC_FAILED');
  });

  it.each([
    [true, 'Save(<lock/7221>) returned error, retrying after 552ms: open /r/locks/7221-tmp-1: operation not permitted'],
    [true, 'rclone: 2026/11/25 04:48:57 ERROR : locks/4e9d: Post request put error: permission denied'],
    [
      true,
      'Remove(<snapshot/8f34>) returned error, retrying after 552ms: blob not removed, server response: 403 Forbidden (403)',
    ],
    [true, 'Remove(<snapshot/e02c>) failed: unexpected HTTP response (403): 403 Forbidden'],
    [false, 'Save(<lock/7221>) returned error, retrying after 552ms: unexpected HTTP response (503): unavailable'],
    [false, 'rclone: 2026/11/25 04:48:57 ERROR : locks/4e9d: Post request put error: connection reset by peer'],
  ])('is not waited for where no waiting helps (%s): %s', (isSo, text) => {
    expect(isHopeless({ text, item: null })).toBe(isSo);
  });

  it.each([
    [true, 'Load(<lock/7221>, 0, 0) returned error, retrying after 552ms: open /r/locks/72: no such file or directory'],
    [false, 'Load(<data/7221>, 0, 0) returned error, retrying after 552ms: open /r/data/72: no such file or directory'],
    [
      false,
      'Save(<lock/7221>) returned error, retrying after 552ms: open /r/locks/72-tmp-1: no such file or directory',
    ],
  ])('is begun again where the lock of another run is gone (%s): %s', (isSo, text) => {
    expect(isAboutVanishedLock({ text, item: null })).toBe(isSo);
    expect(isHopeless({ text, item: null })).toBe(true);
  });

  it('has restic’s own last words in its message, without the calls that led there', () => {
    const lines = [
      'Fatal: wrong password or no key found',
      '\t/build/main.go:98',
      'github.com/restic/restic/internal/backend/local.(*Local).Save',
      'main.main',
    ];
    const complaints = lines.map(readComplaint).filter((complaint) => complaint !== null);
    expect(complaints).toHaveLength(1);
    expect(faultOf({ code: 1, complaints }).message).toMatch(/restic: wrong password or no key found/);
  });
});

describe('an error that restic prints as JSON', () => {
  it.each([
    ['0.14', { error: { Op: 'open', Path: '/x', Err: 13 } }, 'open: permission denied'],
    ['newer', { error: { message: 'open /x: permission denied' } }, 'open /x: permission denied'],
    ['to come', { error: {} }, 'failed'],
  ])('names its file: %s', (_, fields, words) => {
    const line = JSON.stringify({ message_type: 'error', during: 'scan', item: '/x', ...fields });
    expect(readComplaint(line)).toEqual({ text: `scan: /x: ${words}`, item: '/x' });
  });

  it('is one without what clears the terminal’s line', () => {
    expect(readComplaint('\x1b[2Ksignal interrupt received, cleaning up')?.text).toBe(
      'signal interrupt received, cleaning up',
    );
  });

  it('is the end of a newer restic', () => {
    const line = JSON.stringify({ message_type: 'exit_error', code: 12, message: 'Fatal: wrong password' });
    expect(readComplaint(line)).toEqual({ text: 'Fatal: wrong password', item: null });
  });

  it.each([
    [true, { Op: 'lstat', Path: '/x', Err: 2 }],
    [true, { Op: 'open', Path: '/x', Err: 20 }],
    [true, { message: 'lstat /x: no such file or directory' }],
    [true, { message: 'read /x: stale NFS file handle' }],
    [false, { Op: 'open', Path: '/x', Err: 13 }],
    [false, { Op: 'open', Path: '/x', Err: 1 }],
    [false, { Op: 'read', Path: '/x', Err: 5 }],
    [false, { message: 'open /x: permission denied' }],
    [false, {}],
  ])('tells what is gone from what may not be read: %s for %j', (isGone, error) => {
    const item = '/x: no such file or directory';
    const complaint = readComplaint(JSON.stringify({ message_type: 'error', error, during: 'archival', item }));
    expect(complaint && isAboutVanished(complaint)).toBe(isGone);
  });
});
