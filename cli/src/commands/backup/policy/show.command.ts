import { collectPages } from '@hyprbox/api-client';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderDetails } from '../../../output/details.js';
import { renderTargets } from '../targets-table.js';
import { findPolicy, policyPositional } from './find-policy.js';
import { policyDetails } from './policy-details.js';

export const policyShowCommand = defineCommand({
  command: 'show <policy>',
  describe: 'One policy, and how each of its nodes stands',
  examples: [
    ['backup policy show etc', 'What it does, and whether it does'],
    ['backup policy show etc --json > etc.json', 'To keep; `create --file etc.json` makes it again'],
  ],
  positionals: { policy: policyPositional },
  flags: {},
  async run(context, { policy: nameOrId }) {
    const { output, io } = context;
    const client = await context.client();
    const policy = await findPolicy(client, nameOrId);
    if (output.isJson) {
      await output.result(policy, () => '');
      return exitCodes.ok;
    }
    const ofPolicy = (page: object) => client.backups.targets({ ...page, policyId: policy.id });
    const { items } = await collectPages(ofPolicy, Infinity);
    const view = { width: output.width, paint: output.paint, now: io.now() };
    const details = renderDetails(policyDetails(policy, view.now), view.width, view.paint);
    await output.text(items.length === 0 ? details : `${details}\n${renderTargets(items, view)}`);
    return exitCodes.ok;
  },
});
