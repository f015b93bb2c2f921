import { defineCommand } from '../../../arguments/define-command.js';
import type { Command } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { findPolicy, policyPositional } from './find-policy.js';
import { nextTime } from './next-time.js';

export const policyPauseCommand = settingEnabled(
  false,
  'pause <policy>',
  'Nothing of a policy runs by itself for now (administrators)',
  'backup policy pause etc',
  'By hand it still runs',
);
export const policyResumeCommand = settingEnabled(
  true,
  'resume <policy>',
  'Let a paused policy run by itself again (administrators)',
  'backup policy resume etc',
  'From its next time on',
);

function settingEnabled(
  enabled: boolean,
  command: string,
  describe: string,
  example: string,
  meaning: string,
): Command {
  return defineCommand({
    command,
    describe,
    examples: [[example, meaning]],
    positionals: { policy: policyPositional },
    flags: {},
    async run(context, { policy: nameOrId }) {
      const { output, io } = context;
      const client = await context.client();
      const { id } = await findPolicy(client, nameOrId);
      const policy = await client.backups.policies.update(id, { enabled });
      await output.result(policy, () => '');
      await output.aside(`${policy.name}: ${nextTime(policy, io.now())}.`);
      return exitCodes.ok;
    },
  });
}
