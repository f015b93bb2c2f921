import { backupLimits } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { readProgress, readResult } from './backup-result.js';

const id = 'a'.repeat(64);
const nothing = { fault: null, message: null, resticVersion: null };
const lineOf = (result: unknown): string => JSON.stringify({ event: 'result', result });

const backup = { snapshotId: id, filesNew: 1, filesChanged: 2, bytesAdded: 3, bytesProcessed: 4 };
const snapshot = {
  id,
  nodeId: 'web-1',
  at: '2026-01-02T03:04:05.000Z',
  paths: ['/etc'],
  tags: [],
  sizeBytes: 1,
  files: null,
};
const entry = {
  path: '/etc',
  type: 'dir',
  sizeBytes: 0,
  modifiedAt: '2026-01-02T03:04:05.000Z',
  mode: 'drwxr-xr-x',
};
const tree = { snapshotId: id, path: '/', entries: [entry], truncated: false };
const drill = {
  snapshotId: id,
  snapshotAt: '2026-01-02T03:04:05.000Z',
  files: [{ path: '/etc/hosts', sizeBytes: 9, mode: '644', sha256: id }],
  filesRestored: 1,
  bytesRestored: 9,
  manifestSha256: id,
  checks: [{ name: 'restic', ok: true, detail: null }],
  restoreSeconds: 0.5,
};

describe('the result of a run', () => {
  it('is taken as it is if it is in its form', () => {
    const result = { ...nothing, repositoryId: id, backup, snapshots: [snapshot], tree, drill, repositoryBytes: 5 };
    expect(readResult(lineOf(result))).toEqual(result);
  });

  it('of an older agent may lack what that does not know, and name null what it leaves out', () => {
    expect(readResult(lineOf({}))).toEqual(nothing);
    expect(readResult(lineOf({ ...nothing, repositoryId: null, backup: null, snapshotsLeftOut: null }))).toEqual(
      nothing,
    );
    const older = { ...snapshot, sizeBytes: undefined, files: undefined };
    expect(readResult(lineOf({ snapshots: [older] }))?.snapshots).toEqual([{ ...older, sizeBytes: null, files: null }]);
  });

  it('of a newer agent is taken without what is not known here', () => {
    const result = { ...nothing, backup, later: 1 };
    expect(readResult(lineOf({ ...result, backup: { ...backup, later: 2 } }))).toEqual({ ...nothing, backup });
  });

  it('is told in UTC and to the millisecond', () => {
    const result = readResult(lineOf({ snapshots: [{ ...snapshot, at: '2026-01-02T05:04:05.123456789+02:00' }] }));
    expect(result?.snapshots?.[0]?.at).toBe('2026-01-02T03:04:05.123Z');
  });

  it('has texts that can be read, and names as they are but for what cannot be stored', () => {
    const odd = { ...snapshot, tags: ['a\u001bb'], paths: ['/a\nb\0c\ud800'] };
    const read = readResult(lineOf({ message: 'x'.repeat(backupLimits.messageLength + 1), snapshots: [odd] }));
    expect(read?.message).toHaveLength(backupLimits.messageLength);
    expect(read?.snapshots?.[0]).toMatchObject({ tags: ['a\ufffdb'], paths: ['/a\nb\ufffdc\ufffd'] });
  });

  it.each<[string, string]>([
    ['no JSON', '{"event":"result","result":{'],
    ['no object', '[]'],
    ['another event', JSON.stringify({ event: 'progress', result: {} })],
    ['nothing in it', JSON.stringify({ event: 'result' })],
    ['a list', lineOf([])],
    ['a fault that there is not', lineOf({ fault: 'X' })],
    ['a message that is none', lineOf({ message: 3 })],
    ['half a backup', lineOf({ backup: { snapshotId: id } })],
    ['an id that is none', lineOf({ backup: { ...backup, snapshotId: '--help' } })],
    ['a count that is none', lineOf({ repositoryBytes: -1 })],
    ['a count that JSON does not keep exact', lineOf({ repositoryBytes: 2 ** 53 })],
    ['a time that is none', lineOf({ snapshots: [{ ...snapshot, at: 'yesterday' }] })],
    ['a tag that is too long', lineOf({ snapshots: [{ ...snapshot, tags: ['x'.repeat(1001)] }] })],
    ['too many snapshots', lineOf({ snapshots: Array(backupLimits.snapshotsListed + 1).fill(snapshot) })],
    ['a kind of entry that there is not', lineOf({ tree: { ...tree, entries: [{ ...entry, type: 'socket' }] } })],
    ['too many checks', lineOf({ drill: { ...drill, checks: Array(4).fill(drill.checks[0]) } })],
    ['a digest that is none', lineOf({ drill: { ...drill, manifestSha256: 'a' } })],
  ])('is not taken with %s', (_what, line) => {
    expect(readResult(line)).toBeNull();
  });
});

describe('progress', () => {
  const progress = { step: 'backup', bytesDone: 1, filesDone: 2 };
  const unknown = { fraction: null, bytesTotal: null, filesTotal: null, currentFile: null, secondsRemaining: null };
  const read = (fields: object) => readProgress(JSON.stringify({ event: 'progress', progress: fields }));

  it('lacks what is not known yet, and is never more than all', () => {
    expect(read(progress)).toEqual({ ...progress, ...unknown });
    expect(read({ ...progress, fraction: 1.2 })?.fraction).toBe(1);
  });

  it('is not taken if any part of it is not in its form', () => {
    expect(read({ ...progress, secondsRemaining: -1 })).toBeNull();
    expect(
      readProgress('{"event":"progress","progress":{"step":"backup","bytesDone":1,"filesDone":2,"fraction":1e999}}'),
    ).toBeNull();
    expect(readProgress('{"event":"result"}')).toBeNull();
  });
});
