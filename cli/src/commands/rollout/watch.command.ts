import { defineCommand } from '../../arguments/define-command.js';
import { rolloutExitCodesHelp } from '../../exit-codes.js';
import { findRolloutId, rolloutPositional } from './find-rollout.js';
import { exitCodeOfRollout } from './rollout-outcome.js';
import { LivePrinter, RecordPrinter } from './rollout-printer.js';
import { watchRollout } from './watch-rollout.js';

export const rolloutWatchCommand = defineCommand({
  command: 'watch <rollout>',
  describe: 'A rollout live until it ends; Ctrl-C leaves it running',
  examples: [
    ['rollout watch 0198c0de', 'A table that is kept up to date'],
    ['rollout watch 0198c0de | jq -r \'select(.state=="FAILED").nodeId\'', 'A pipe gets a line of JSON an event'],
  ],
  epilogue: rolloutExitCodesHelp,
  positionals: { rollout: rolloutPositional },
  flags: {},
  async run(context, { rollout: typed }) {
    const { output, io } = context;
    const client = await context.client();
    const rollout = await client.rollouts.get(await findRolloutId(client, typed));
    const isTable = io.stdout.isTTY === true && !output.isJson;
    const printer = isTable ? new LivePrinter(context, io.stdout, rollout) : new RecordPrinter(context);
    const ended = await watchRollout(context, client, rollout, printer);
    // The table says how it ended.
    if (!isTable) await output.record({ event: 'done', rolloutId: ended.id, rollout: ended });
    return exitCodeOfRollout(ended);
  },
});
