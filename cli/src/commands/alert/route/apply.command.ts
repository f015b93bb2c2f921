import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { plural } from '../../../output/figures.js';
import { readYamlFile } from '../../yaml-file.js';
import { allChannels } from '../channel/find-channel.js';
import { allRules } from '../rule/find-rule.js';
import { toRoutes } from './route-document.js';

export const routeApplyCommand = defineCommand({
  command: 'apply',
  describe: 'Replace the list of routes by that of a file (administrators)',
  examples: [
    ['alert route apply -f routes.yaml', 'Channels and rules are told by their names'],
    ['alert route export > routes.yaml', 'What there is, to begin with'],
  ],
  positionals: {},
  flags: {
    file: {
      type: 'string',
      alias: 'f',
      demandOption: true,
      requiresArg: true,
      describe: 'YAML or JSON as `alert route export` prints it; -: stdin',
    },
  },
  async run(context, { file }) {
    const { output, io } = context;
    const document = await readYamlFile(io, file, 'a file of routes');
    const client = await context.client();
    const known = { channels: await allChannels(client), rules: await allRules(client) };
    const items = toRoutes(document, known);
    const { version } = await client.alerts.routes.get();
    const routes = await client.alerts.routes.replace({ items, version });
    await output.result(routes, () => '');
    await output.aside(
      routes.items.length === 0
        ? 'There is no route any more: every alert goes to every channel.'
        : `There ${routes.items.length === 1 ? 'is' : 'are'} ${plural(routes.items.length, 'route')} now.`,
    );
    return exitCodes.ok;
  },
});
