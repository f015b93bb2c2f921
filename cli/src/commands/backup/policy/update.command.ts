import type { Client } from '@hyprbox/api-client';
import type { BackupPolicy, UpdateBackupPolicyRequest } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { UsageError } from '../../../errors.js';
import { exitCodes } from '../../../exit-codes.js';
import { completePolicy } from './complete-policy.js';
import { findPolicy, policyPositional } from './find-policy.js';
import { nextTime } from './next-time.js';
import { fieldsOf } from './policy-fields.js';
import { readPolicyFile } from './policy-file.js';
import { policyFlags } from './policy-flags.js';

export const policyUpdateCommand = defineCommand({
  command: 'update <policy>',
  describe: 'Change what the flags say; the rest stays (administrators)',
  examples: [
    ['backup policy update etc --keep-daily 14 --drill-schedule "0 5 * * 0"', 'Keep more, prove it weekly'],
    ['backup policy update etc --drill-schedule none', '"none" takes a value away'],
    ['backup policy update etc --file policy.yaml', 'The file is all of it: what it leaves out is reset'],
  ],
  positionals: { policy: policyPositional },
  flags: {
    name: { type: 'string', requiresArg: true, describe: 'A new name' },
    ...policyFlags,
  },
  async run(context, { policy: nameOrId, name, ...args }) {
    const { output, io } = context;
    const renamed: UpdateBackupPolicyRequest = name === undefined ? {} : { name };
    const file = args.file === undefined ? null : await readPolicyFile(io, args.file);
    const client = await context.client();
    const before = await findPolicy(client, nameOrId);
    const changes = { ...fieldsOf(args, file ?? before), ...renamed };
    const policy =
      file === null
        ? await change(client, before, changes)
        : await client.backups.policies.replace(before.id, completePolicy({ ...file, ...changes }));
    await output.result(policy, () => '');
    await output.aside(`Changed ${policy.name}. ${policy.scheduleText}; ${nextTime(policy, io.now())}.`);
    return exitCodes.ok;
  },
});

async function change(client: Client, { id }: BackupPolicy, changes: UpdateBackupPolicyRequest): Promise<BackupPolicy> {
  if (Object.keys(changes).length === 0) {
    throw new UsageError('There is nothing to change', 'see `hyprbox backup policy update --help`');
  }
  return client.backups.policies.update(id, changes);
}
