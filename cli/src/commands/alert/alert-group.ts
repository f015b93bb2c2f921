import type { CommandGroup } from '../../arguments/define-command.js';
import { channelApplyCommand } from './channel/apply.command.js';
import { channelListCommand } from './channel/list.command.js';
import { channelRemoveCommand } from './channel/remove.command.js';
import { channelTestCommand } from './channel/test.command.js';
import { deliveryListCommand } from './delivery/list.command.js';
import { deliveryResendCommand } from './delivery/resend.command.js';
import { alertAckCommand, alertNoteCommand, alertSilenceCommand, alertUnackCommand } from './handling.commands.js';
import { alertListCommand } from './list.command.js';
import { routeApplyCommand } from './route/apply.command.js';
import { routeExplainCommand } from './route/explain.command.js';
import { routeExportCommand } from './route/export.command.js';
import { routeListCommand } from './route/list.command.js';
import { ruleApplyCommand } from './rule/apply.command.js';
import { ruleExportCommand } from './rule/export.command.js';
import { ruleListCommand } from './rule/list.command.js';
import { ruleShowCommand } from './rule/show.command.js';
import { ruleTestCommand } from './rule/test.command.js';
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
      commands: [ruleListCommand, ruleShowCommand, ruleTestCommand, ruleApplyCommand, ruleExportCommand],
    },
    {
      noun: 'channel',
      describe: 'The ways by which people are told',
      commands: [channelListCommand, channelTestCommand, channelApplyCommand, channelRemoveCommand],
    },
    {
      noun: 'route',
      describe: 'Who is told of what, also as code',
      commands: [routeListCommand, routeExplainCommand, routeApplyCommand, routeExportCommand],
    },
    { noun: 'delivery', describe: 'The messages themselves', commands: [deliveryListCommand, deliveryResendCommand] },
    {
      noun: 'window',
      describe: 'Silences and maintenances',
      commands: [windowListCommand, windowAddCommand, windowEndCommand],
    },
  ],
};
