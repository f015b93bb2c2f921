import { defineCommand } from '../../../arguments/define-command.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { begun, runFlags } from '../run/begin-run.js';
import { runExitCodesHelp } from '../run/run-outcome.js';

export const drillRunCommand = defineCommand({
  command: 'run <policy>',
  describe: 'Restore from the newest snapshot into a scratch directory, and verify it',
  examples: [
    ['backup drill run etc --follow', 'Prove now that it restores'],
    ['backup drill run etc --node web-1', 'On one of its nodes; prints the id of the run'],
  ],
  epilogue: runExitCodesHelp,
  positionals: { policy: policyPositional },
  flags: runFlags,
  async run(context, { policy: nameOrId, node, follow }) {
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const request = node === undefined ? {} : { nodeId: node };
    return begun(context, client, await client.backups.policies.run(policy.id, { kind: 'DRILL', ...request }), follow);
  },
});
