import { defineCommand } from '../../../arguments/define-command.js';
import { findPolicy, policyPositional } from '../policy/find-policy.js';
import { begun, runFlags } from './begin-run.js';
import { runExitCodesHelp } from './run-outcome.js';

const kinds = ['BACKUP', 'PRUNE', 'CHECK', 'DRILL'] as const;

export const runStartCommand = defineCommand({
  command: 'start <policy>',
  isDefault: true,
  describe: 'Run a policy now; `backup run <policy>` does too',
  examples: [
    ['backup run start etc', 'Back up now; prints the id of the run'],
    ['backup run start etc --follow', 'Watch it; end as it ends'],
    ['backup run start etc --kind CHECK --node web-1', 'Check the repository of one node'],
  ],
  epilogue: runExitCodesHelp,
  positionals: { policy: policyPositional },
  flags: { kind: { choices: kinds, requiresArg: true, describe: 'What to do (BACKUP)' }, ...runFlags },
  async run(context, { policy: nameOrId, kind, node, follow }) {
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    const request = { ...(kind === undefined ? {} : { kind }), ...(node === undefined ? {} : { nodeId: node }) };
    return begun(context, client, await client.backups.policies.run(policy.id, request), follow);
  },
});
