import type { SnapshotDifference } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes, generalExitCodesHelp } from '../../../exit-codes.js';
import { bytes, plural } from '../../../output/figures.js';
import { neutralize } from '../../../output/neutralize.js';
import type { Palette, Style } from '../../../output/palette.js';
import { patiently } from '../../../output/patiently.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { findSnapshot, nodeFlag, snapshotPositional } from './find-snapshot.js';

type Change = SnapshotDifference['changes'][number];

const styles: Readonly<Record<Change['change'], Style>> = {
  '+': 'green',
  '-': 'red',
  M: 'yellow',
  U: 'dim',
  T: 'yellow',
};

export const snapshotDiffCommand = defineCommand({
  command: 'diff <policy> <from> <to>',
  describe: 'What changed from one snapshot to another',
  examples: [
    ['backup snapshot diff etc 1a2b3c4d latest', 'What changed since'],
    ["backup snapshot diff etc 1a2b3c4d latest | grep '^-'", 'What is gone'],
  ],
  epilogue: `Marks: + added, - removed, M content, U owner, mode or time, T type.\n${generalExitCodesHelp}`,
  positionals: { policy: policyPositional, from: snapshotPositional, to: snapshotPositional },
  flags: nodeFlag,
  async run(context, { policy: nameOrId, from, to, node }) {
    const { output } = context;
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const [older, newer] = [
      await findSnapshot(client, policy, from, node),
      await findSnapshot(client, policy, to, node),
    ];
    const { nodeId } = older;
    const query = client.backups.snapshots.diff(policy.id, { from: older.id, to: newer.id, nodeId });
    const difference = await patiently(output, `Asking ${nodeId ?? 'the node'} …`, query);
    await output.result(difference, () => difference.changes.map((change) => line(change, output.paint)).join(''));
    const { changes, addedBytes, removedBytes, truncated } = difference;
    if (truncated) await output.note('There are more changes than can be shown.');
    await output.aside(
      `${plural(changes.length, 'change')}: ${bytes(addedBytes)} added, ${bytes(removedBytes)} removed.`,
    );
    return exitCodes.ok;
  },
});

/** Whole paths, however long: they are what the next command needs. */
function line({ change, path }: Change, paint: Palette): string {
  return `${paint(styles[change], `${change} ${neutralize(path)}`)}\n`;
}
