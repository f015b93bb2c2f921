import type { SnapshotMatches } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { bytes, relativeTime } from '../../../output/figures.js';
import { patiently } from '../../../output/patiently.js';
import { renderTable } from '../../../output/table.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { shortId } from '../run/run-report.js';
import { nodeFlag } from './find-snapshot.js';

type Match = SnapshotMatches['matches'][number];

export const snapshotFindCommand = defineCommand({
  command: 'find <policy> <pattern>',
  describe: 'In which snapshots a path is',
  examples: [
    ['backup snapshot find etc nginx.conf', 'Wherever it is'],
    ["backup snapshot find etc '/etc/nginx/*.conf' --node web-1", 'By a pattern, as restic find takes it'],
  ],
  positionals: {
    policy: policyPositional,
    pattern: { type: 'string', demandOption: true, describe: 'Name or path; * and ? stand for anything' },
  },
  flags: nodeFlag,
  async run(context, { policy: nameOrId, pattern, node }) {
    const { output, io } = context;
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const query = client.backups.snapshots.find(policy.id, { pattern, nodeId: node });
    const found = await patiently(output, `Asking ${node ?? policy.nodeId ?? 'the node'} …`, query);
    await output.result(found, () =>
      found.matches.length === 0
        ? 'No snapshot holds it.\n'
        : renderTable<Match>(
            [
              { header: 'SNAPSHOT', value: (match) => shortId(match.snapshotId) },
              { header: 'TAKEN', value: (match) => relativeTime(match.snapshotAt, io.now()) },
              {
                header: 'SIZE',
                value: (match) => (match.type === 'file' ? bytes(match.sizeBytes) : '–'),
                align: 'right',
              },
              { header: 'MODIFIED', value: (match) => relativeTime(match.modifiedAt, io.now()) },
              { header: 'PATH', value: (match) => match.path, shrinks: true },
            ],
            found.matches,
            output.width,
            output.paint,
          ),
    );
    if (found.truncated) await output.note('There are more than can be shown; give a longer pattern.');
    return exitCodes.ok;
  },
});
