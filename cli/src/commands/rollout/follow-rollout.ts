import type { Client } from '@hyprbox/api-client';
import type { Rollout } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { printOutputs } from './outputs-text.js';
import { describeRollout, exitCodeOfRollout } from './rollout-outcome.js';
import { LinePrinter, LivePrinter, RecordPrinter } from './rollout-printer.js';
import type { RolloutPrinter } from './rollout-printer.js';
import { nextStep } from './rollout-text.js';
import { watchRollout } from './watch-rollout.js';

/** Shows a rollout's progress on stderr, then what its hosts printed on stdout. Gives the exit code that stands for it. */
export async function followRollout(context: Context, client: Client, rollout: Rollout): Promise<number> {
  const { output } = context;
  const ended = await watchRollout(context, client, rollout, printerFor(context, rollout));
  const outputs = await client.rollouts.outputs(ended.id);
  if (output.isJson) {
    await output.record({ event: 'outputs', rolloutId: ended.id, ...outputs });
    await output.record({ event: 'done', rolloutId: ended.id, rollout: ended });
  } else {
    await printOutputs(context, outputs);
    await tellEnd(context, ended);
  }
  return exitCodeOfRollout(ended);
}

/** What became of it, unless it all went well where nobody watches. */
async function tellEnd({ output }: Context, rollout: Rollout): Promise<void> {
  const next = nextStep(rollout);
  const text = `${describeRollout(rollout)}${next === null ? '' : `\nNext: ${next}`}`;
  await (rollout.state === 'SUCCEEDED' ? output.aside(text) : output.note(text));
}

function printerFor(context: Context, rollout: Rollout): RolloutPrinter {
  const { output, io } = context;
  if (output.isJson) return new RecordPrinter(context);
  return io.stderr.isTTY === true ? new LivePrinter(context, io.stderr, rollout) : new LinePrinter(context);
}
