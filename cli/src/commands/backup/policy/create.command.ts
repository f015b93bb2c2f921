import type { BackupPolicy } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { completePolicy } from './complete-policy.js';
import { nextTime } from './next-time.js';
import { fieldsOf } from './policy-fields.js';
import { readPolicyFile } from './policy-file.js';
import { policyFlags } from './policy-flags.js';

export const policyCreateCommand = defineCommand({
  command: 'create [name]',
  describe: 'Make a policy; prints its id (administrators)',
  examples: [
    [
      'backup policy create etc --node web-1 --repository /srv/backup --password-ref file:/etc/restic.pass --path /etc' +
        ' --schedule "0 2 * * *" --keep-daily 7',
      'Every night, a week kept',
    ],
    ['backup policy create --file policy.yaml', 'All of it from a file'],
    ['backup policy show etc --json | hyprbox backup policy create etc-2 --file -', 'As another one'],
  ],
  positionals: { name: { type: 'string', describe: 'What to know it by' } },
  flags: policyFlags,
  async run(context, { name, ...args }) {
    const file = args.file === undefined ? {} : await readPolicyFile(context.io, args.file);
    const fields = { ...file, ...fieldsOf(args, file), ...(name === undefined ? {} : { name }) };
    const policy = await (await context.client()).backups.policies.create(completePolicy(fields));
    await context.output.result(policy, () => `${neutralize(policy.id)}\n`);
    await tellWhen(context, policy);
    return exitCodes.ok;
  },
});

async function tellWhen({ output, io }: Context, policy: BackupPolicy): Promise<void> {
  await output.aside(`Made ${policy.name}. ${policy.scheduleText}; ${nextTime(policy, io.now())}.`);
}
