import { defineCommand } from '../../../arguments/define-command.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { begun, runFlags } from '../run/begin-run.js';
import { runExitCodesHelp } from '../run/run-outcome.js';
import { findSnapshot, snapshotPositional } from '../snapshot/find-snapshot.js';

export const backupRestoreCommand = defineCommand({
  command: 'restore <policy> <snapshot>',
  describe: 'Bring files back on their node, over nothing that exists',
  examples: [
    ['backup restore etc latest --target /tmp/back --dry-run', 'What it would do; writes nothing'],
    ['backup restore etc latest --target /tmp/back --include /etc/nginx --follow', 'One directory, watched'],
    ['backup restore etc 1a2b3c4d --target / --include /etc/hosts --overwrite', 'Back in its place'],
  ],
  epilogue: runExitCodesHelp,
  positionals: { policy: policyPositional, snapshot: snapshotPositional },
  flags: {
    target: {
      type: 'string',
      requiresArg: true,
      demandOption: true,
      describe: 'Directory on the node; files keep their whole path below it',
    },
    include: {
      type: 'array',
      string: true,
      requiresArg: true,
      describe: 'Only this path of the snapshot; repeatable',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Tell what would be restored, and wait for that' },
    overwrite: { type: 'boolean', default: false, describe: 'Replace files that are there already' },
    ...runFlags,
  },
  async run(context, { policy: nameOrId, snapshot, target, include, dryRun, overwrite, node, follow }) {
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const { id, nodeId } = await findSnapshot(client, policy, snapshot, node);
    const run = await client.backups.snapshots.restore({
      policyId: policy.id,
      snapshotId: id,
      targetPath: target,
      dryRun,
      overwrite,
      ...(include === undefined ? {} : { include }),
      ...(nodeId === undefined ? {} : { nodeId }),
    });
    return begun(context, client, run, follow || dryRun);
  },
});
