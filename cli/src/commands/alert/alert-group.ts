import type { CommandGroup } from '../../arguments/define-command.js';
import { channelListCommand } from './channel/list.command.js';
import { channelTestCommand } from './channel/test.command.js';
import { alertAckCommand, alertNoteCommand, alertSilenceCommand, alertUnackCommand } from './handling.commands.js';
import { alertListCommand } from './list.command.js';
import { routeExplainCommand } from './route/explain.command.js';
import { routeListCommand } from './route/list.command.js';
import { ruleApplyCommand } from './rule/apply.command.js';
import { ruleExportCommand } from './rule/export.command.js';
import { ruleListCommand } from './rule/list.command.js';
import { ruleShowCommand } from './rule/show.command.js';
import { alertShowCommand } from './show.command.js';
import { windowAddCommand } from './window/add.command.js';
import { windowEndCommand } from './window/end.command.js';
import { windowListCommand } from './window/list.command.js';

export const alertGroup: CommandGroup = {
  noun: 'alert',
  describe: 'What is wrong, what is watched for, and who is told',
  commands: [
    alertListCommand,
    alertShowCommand,
    alertAckCommand,
    alertUnackCommand,
    alertNoteCommand,
    alertSilenceCommand,
    {
      noun: 'rule',
      describe: 'What is watched for, also as code',
      commands: [ruleListCommand, ruleShowCommand, ruleApplyCommand, ruleExportCommand],
    },
    {
      noun: 'channel',
      describe: 'The ways by which people are told',
      commands: [channelListCommand, channelTestCommand],
    },
    { noun: 'route', describe: 'Who is told of what', commands: [routeListCommand, routeExplainCommand] },
    {
      noun: 'window',
      describe: 'Silences and maintenances',
      commands: [windowListCommand, windowAddCommand, windowEndCommand],
    },
  ],
};
