import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupLimits } from '@hyprbox/contracts';
import { BackupWorld } from './testing/backup-world.js';

/** Of each stream of an execution's output the server keeps so much. */
const keptBytes = 4 * 1024 * 1024;

/** No real restic here: it would take hours to make that many snapshots. This one prints what its likes print. */
describe('a repository with very many snapshots', () => {
  let world: BackupWorld;

  beforeEach(() => {
    world = new BackupWorld();
  });
  afterEach(() => world.end());

  const idOf = (number: number): string => number.toString(16).padStart(64, '0');
  const snapshot = (number: number, more: object = {}): object => ({
    id: idOf(number),
    time: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
    hostname: 'web-1',
    paths: ['/etc'],
    tags: ['hyprbox'],
    ...more,
  });

  function resticPrinting(list: string): void {
    const directory = world.path('bin');
    mkdirSync(directory, { recursive: true });
    writeFileSync(world.path('list.json'), list);
    writeFileSync(
      world.path('bin/restic'),
      `#!/bin/sh
case " $* " in
  *' version '*) echo 'restic 0.14.0 compiled with go1.19.8 on linux/amd64' ;;
  *' cat '*' config '*) echo '{"version":2,"id":"${idOf(7)}"}' ;;
  *' snapshots '*) cat '${world.path('list.json')}' ;;
esac
`,
    );
    chmodSync(world.path('bin/restic'), 0o755);
    world.environment['PATH'] = `${directory}:${process.env['PATH']}`;
  }

  it('tells of the newest, and how many are left out', async () => {
    const many = backupLimits.snapshotsListed + 70_000;
    resticPrinting(JSON.stringify(Array.from({ length: many }, (_, number) => snapshot(number))));
    const { fault, snapshots = [], snapshotsLeftOut } = await world.perform({ operation: 'SNAPSHOTS' });
    expect(fault).toBeNull();
    expect(snapshots.at(-1)?.id).toBe(idOf(many - 1));
    expect(snapshots).toHaveLength(backupLimits.snapshotsListed);
    expect(snapshotsLeftOut).toBe(70_000);
  });

  it('has a result that the server can keep, whatever the snapshots hold', async () => {
    const more = {
      paths: Array.from({ length: 300 }, (_, number) => `/${'\u0001'.repeat(200)}${number}`),
      tags: Array.from({ length: 300 }, () => 'x'.repeat(2_000)),
    };
    resticPrinting(JSON.stringify(Array.from({ length: 50 }, (_, number) => snapshot(number, more))));
    const result = await world.perform({ operation: 'SNAPSHOTS' });
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(keptBytes);
    const { snapshots = [], snapshotsLeftOut = 0 } = result;
    expect(snapshots.length).toBeGreaterThan(0);
    expect(snapshots.length + snapshotsLeftOut).toBe(50);
    const [{ paths, tags } = { paths: [], tags: [] }] = snapshots;
    expect([paths.length, tags.length]).toEqual([backupLimits.pathsPerPolicy, backupLimits.tagsPerSnapshot]);
  });

  it.each(['', '[{"id":', '{}'])('says that it could not read the list %j, and not that it is empty', async (list) => {
    resticPrinting(list);
    expect(await world.perform({ operation: 'SNAPSHOTS' })).toMatchObject({ fault: 'RESTIC_FAILED' });
  });
});
