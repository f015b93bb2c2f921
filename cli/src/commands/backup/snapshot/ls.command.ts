import type { SnapshotEntry } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { bytes } from '../../../output/figures.js';
import { patiently } from '../../../output/patiently.js';
import { renderTable } from '../../../output/table.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { findSnapshot, nodeFlag, snapshotPositional } from './find-snapshot.js';

export const snapshotLsCommand = defineCommand({
  command: 'ls <policy> <snapshot> [path]',
  describe: 'What a directory of a snapshot holds',
  examples: [
    ['backup snapshot ls etc latest /etc/nginx', 'One directory of the newest'],
    ['backup snapshot ls etc 1a2b3c4d --json | jq -r .entries[].path', 'The paths at the top'],
  ],
  positionals: {
    policy: policyPositional,
    snapshot: snapshotPositional,
    path: { type: 'string', default: '/', describe: 'Absolute path of the directory' },
  },
  flags: nodeFlag,
  async run(context, { policy: nameOrId, snapshot: typed, path, node }) {
    const { output } = context;
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const { id, nodeId } = await findSnapshot(client, policy, typed, node);
    const query = client.backups.snapshots.tree(policy.id, id, { path, nodeId });
    const tree = await patiently(output, `Asking ${nodeId ?? 'the node'} …`, query);
    await output.result(tree, () =>
      tree.entries.length === 0
        ? 'It is empty.\n'
        : renderTable<SnapshotEntry>(
            [
              { header: 'MODE', value: ({ mode }) => mode },
              {
                header: 'SIZE',
                value: (entry) => (entry.type === 'file' ? bytes(entry.sizeBytes) : '–'),
                align: 'right',
              },
              { header: 'MODIFIED', value: ({ modifiedAt }) => toTheMinute(modifiedAt) },
              {
                header: 'NAME',
                value: nameOf,
                style: ({ type }) => (type === 'dir' ? 'bold' : undefined),
                shrinks: true,
              },
            ],
            tree.entries,
            output.width,
            output.paint,
          ),
    );
    if (tree.truncated) await output.note('There is more than can be shown; look into its directories.');
    return exitCodes.ok;
  },
});

function nameOf({ path, type }: SnapshotEntry): string {
  return path.slice(path.lastIndexOf('/') + 1) + (type === 'dir' ? '/' : '');
}

/** `2026-01-02 03:04`, in UTC: a backup's times are compared, not felt. */
function toTheMinute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
