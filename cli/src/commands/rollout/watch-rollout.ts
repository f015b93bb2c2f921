import type { Client } from '@hyprbox/api-client';
import { isRolloutOver } from '@hyprbox/contracts';
import type { Rollout, RolloutSummary, RolloutTarget } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { InterruptedError } from '../../errors.js';
import { duration } from '../../output/figures.js';
import type { RolloutPrinter } from './rollout-printer.js';

/** Shows a rollout until it ends, or until it is halted with nobody to see to it. Gives what became of it. */
export async function watchRollout(
  context: Context,
  client: Client,
  rollout: RolloutSummary,
  printer: RolloutPrinter,
): Promise<Rollout> {
  try {
    await printer.state(rollout);
    if (!isFinished(rollout, printer)) await follow(context, client, rollout, printer);
    const ended = await client.rollouts.get(rollout.id);
    await printer.state(ended);
    return ended;
  } catch (error) {
    if (error instanceof InterruptedError) await tellHowToGoOn(context, rollout);
    throw error;
  }
}

async function follow(
  { signal }: Context,
  client: Client,
  rollout: RolloutSummary,
  printer: RolloutPrinter,
): Promise<void> {
  let known = rollout;
  // What happened between asking for the rollout and hearing of it is asked for once the stream is open, and each time.
  let isStale = true;
  const onReconnect = ({ why, pauseMs }: { why: Error; pauseMs: number }): void => {
    isStale = true;
    // A hint while waiting; whoever stopped reading it is noticed by the next write of data.
    void printer.aside(`${why.message}; trying again in ${duration(pauseMs)}.`).catch(() => undefined);
  };
  for await (const event of client.rollouts.follow(rollout.id, { onReconnect })) {
    signal.throwIfAborted();
    if (event.type === 'done') return;
    if (event.type === 'state') {
      known = event.rollout;
      await printer.state(known);
    } else if (event.type === 'target') {
      known = { ...known, counts: event.counts };
      await printer.targets(event.items, event.counts);
    }
    if (isStale || event.type === 'resync') {
      isStale = false;
      known = await client.rollouts.get(rollout.id);
      await printer.state(known);
      await printer.targets(await touchedTargets(client, rollout.id), known.counts);
    }
    if (isFinished(known, printer)) return;
  }
}

/** The first page: what went wrong, and then by wave. More would be more than anybody looks at. */
async function touchedTargets(client: Client, id: string): Promise<RolloutTarget[]> {
  const { items } = await client.rollouts.targets(id, {
    state: ['WAITING_HOST', 'QUEUED', 'RUNNING', 'FAILED', 'LOST', 'SKIPPED', 'EXPIRED', 'CANCELLED'],
    limit: 200,
  });
  return items;
}

/** Nothing more happens by itself. */
function isFinished({ state, counts }: RolloutSummary, { isLive }: RolloutPrinter): boolean {
  // What was running when it was aborted still has to end.
  if (counts.running + counts.queued > 0) return false;
  return isRolloutOver(state) || (state === 'HALTED' && !isLive);
}

async function tellHowToGoOn({ output }: Context, { id, name }: RolloutSummary): Promise<void> {
  if (output.isJson) return;
  await output.note(
    `\nStopped watching; the rollout ${name} goes on.\n` +
      `  Watch it again:  hyprbox rollout watch ${id}\n` +
      `  Hold it:         hyprbox rollout pause ${id}\n` +
      `  End it:          hyprbox rollout abort ${id}`,
  );
}
