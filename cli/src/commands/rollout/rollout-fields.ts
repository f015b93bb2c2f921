import type { Gates, RolloutFields, Wave } from '@hyprbox/contracts';
import { seconds } from '../../arguments/values.js';
import { rolloutLimits } from '@hyprbox/contracts';
import { UsageError } from '../../errors.js';
import type { RolloutArguments } from './rollout-flags.js';

/** What the flags say of how a rollout goes through its hosts, and no more. */
export function rolloutFieldsOf(args: RolloutArguments): Omit<RolloutFields, 'selector'> {
  const fields: { [Field in keyof RolloutFields]?: RolloutFields[Field] | undefined } = {
    waves: args.wave?.map(waveOf),
    budget: budgetOf(args.budget),
    gates: args.gate === undefined ? undefined : gatesOf(args.gate),
    whenOffline: args.whenOffline,
    waitSeconds: args.wait,
    timeoutSeconds: args.timeout,
    windowId: args.window,
    duringMaintenance: args.duringMaintenance,
  };
  // With every undefined gone, what is left is the request's own type.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** `10%`, or with a pause after it: `10%:15m` */
function waveOf(typed: string): Wave {
  const [size = '', soak, ...more] = typed.split(':');
  if (!/^\d{1,5}%?$/.test(size) || more.length > 0) {
    throw new UsageError(
      `--wave takes a number of hosts or a share of them, such as 5, 10% or 10%:15m, not "${typed}"`,
    );
  }
  const soakSeconds = seconds('wave', rolloutLimits.soakSecondsMax, '7d')(soak);
  return { size, ...(soakSeconds !== undefined && { soakSeconds }) };
}

/** What is neither is left to the server, which names the fault. */
function budgetOf(typed: string | undefined): number | string | undefined {
  return typed !== undefined && /^\d{1,6}$/.test(typed) ? Number(typed) : typed;
}

function gatesOf(typed: readonly string[]): Gates {
  const gates: Gates = {};
  for (const gate of typed) {
    const [name, preset] = gate.split(/=(.*)/s);
    if (name === 'check' && preset !== undefined && preset !== '') gates.checkPreset = preset;
    else if (gate === 'heartbeat') gates.heartbeat = true;
    else if (gate === 'no-new-critical') gates.noNewCritical = true;
    else if (gate === 'confirm') gates.confirm = true;
    else throw new UsageError(`--gate takes heartbeat, no-new-critical, confirm or check=<preset>, not "${gate}"`);
  }
  return gates;
}

/** For `--start-at`: as ISO 8601 has it, by the clock of this machine where no zone is named. */
export function startTimeOf(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const time = new Date(typed);
  if (Number.isNaN(time.getTime())) throw new UsageError('--start-at must be a time such as 2026-03-01T20:00:00Z');
  return time.toISOString();
}
