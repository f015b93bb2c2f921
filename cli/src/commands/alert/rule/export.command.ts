import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { allRules } from './find-rule.js';
import { isOfFile, toFileRule, toYaml } from './rule-document.js';

export const ruleExportCommand = defineCommand({
  command: 'export',
  describe: 'All rules but those of beats, as a file that `apply` takes',
  examples: [['alert rule export > rules.yaml', 'To keep them in version control']],
  positionals: {},
  flags: {},
  async run(context) {
    const { output } = context;
    const rules = (await allRules(await context.client())).filter(isOfFile).map(toFileRule);
    if (output.isJson) await output.result({ rules }, () => '');
    else await output.document(await toYaml(rules));
    return exitCodes.ok;
  },
});
