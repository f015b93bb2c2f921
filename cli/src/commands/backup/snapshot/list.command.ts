import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@hyprbox/api-client';
import { backupLimits } from '@hyprbox/contracts';
import type { BackupPolicy, BackupSnapshot, BackupSnapshots } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { itemCount } from '../../../arguments/values.js';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { bytes, plural, relativeTime } from '../../../output/figures.js';
import { patiently } from '../../../output/patiently.js';
import { renderTable } from '../../../output/table.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { shortId } from '../run/run-report.js';
import { newestFirst, nodeFlag } from './find-snapshot.js';

export const snapshotListCommand = defineCommand({
  command: 'list <policy>',
  describe: 'The snapshots there are, newest first',
  examples: [
    ['backup snapshot list etc', 'As the node listed them last'],
    ['backup snapshot list etc --refresh', 'Ask the node anew'],
    ["backup snapshot list etc --json | jq -r '.items[0].id'", 'The newest'],
  ],
  positionals: { policy: policyPositional },
  flags: {
    ...nodeFlag,
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many (all)' },
    refresh: { type: 'boolean', default: false, describe: 'Have the node list its repository first' },
  },
  async run(context, { policy: nameOrId, node, limit, refresh }) {
    const { output, io } = context;
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const listed = refresh
      ? await patiently(
          output,
          'Waiting for the node to list its repository …',
          listAnew(context, client, policy, node),
        )
      : await client.backups.snapshots.list(policy.id, node);
    const snapshots = { ...listed, items: newestFirst(listed.items).slice(0, limit) };
    await output.result(snapshots, () =>
      snapshots.items.length === 0
        ? `No snapshot is known${listed.asOf === null ? ': the repository was never listed yet' : ''}.\n`
        : render(context, snapshots.items),
    );
    if (listed.leftOut > 0 && !output.isJson) {
      const older = plural(listed.leftOut, 'older snapshot');
      await output.note(`${older} not listed here; \`restic snapshots\` on the node shows all.`);
    }
    await output.aside(`As of ${relativeTime(listed.asOf, io.now())}.`);
    return exitCodes.ok;
  },
});

const lookEveryMs = 500;
const looks = (backupLimits.querySeconds * 1000) / lookEveryMs;

/** Looks until the list is newer than it was, for as long as the node may take to answer any query. */
async function listAnew(
  { output, signal }: Context,
  client: Client,
  { id }: BackupPolicy,
  nodeId: string | undefined,
): Promise<BackupSnapshots> {
  const before = await client.backups.snapshots.list(id, nodeId);
  await client.backups.snapshots.refresh(id, nodeId);
  for (let look = 0; look < looks; look += 1) {
    const after = await client.backups.snapshots.list(id, nodeId);
    if (after.asOf !== before.asOf) return after;
    await delay(lookEveryMs, undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  }
  await output.note('The node has not answered yet; this is what it said before.');
  return before;
}

function render({ output, io }: Context, snapshots: readonly BackupSnapshot[]): string {
  return renderTable<BackupSnapshot>(
    [
      { header: 'SNAPSHOT', value: (snapshot) => shortId(snapshot.id) },
      { header: 'NODE', value: (snapshot) => snapshot.nodeId, shrinks: true },
      { header: 'TAKEN', value: (snapshot) => relativeTime(snapshot.at, io.now()) },
      { header: 'SIZE', value: (snapshot) => bytes(snapshot.sizeBytes ?? undefined), align: 'right' },
      { header: 'FILES', value: (snapshot) => String(snapshot.files ?? '–'), align: 'right' },
      { header: 'PATHS', value: (snapshot) => snapshot.paths.join(', '), shrinks: true },
    ],
    snapshots,
    output.width,
    output.paint,
  );
}
