import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { allChannels } from '../channel/find-channel.js';
import { allRules } from '../rule/find-rule.js';
import { toFileRoute, toYaml } from './route-document.js';

export const routeExportCommand = defineCommand({
  command: 'export',
  describe: 'The routes as a file that `apply` takes, with names of channels and rules (administrators)',
  examples: [['alert route export > routes.yaml', 'To keep them in version control']],
  positionals: {},
  flags: {},
  async run(context) {
    const { output } = context;
    const client = await context.client();
    const { items } = await client.alerts.routes.get();
    const known = { channels: await allChannels(client), rules: await allRules(client) };
    if (output.isJson) await output.result({ routes: items.map((each) => toFileRoute(each, known)) }, () => '');
    else await output.document(await toYaml(items, known));
    return exitCodes.ok;
  },
});
