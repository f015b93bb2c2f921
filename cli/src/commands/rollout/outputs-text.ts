import type { OutputGroup, RolloutOutputs } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { bytes, plural } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';

/** Hosts that a heading names; the others are counted. */
const namesMax = 5;

/** What the hosts printed, each output once, under the hosts that printed it. */
export async function printOutputs(context: Context, { groups, groupCount, without }: RolloutOutputs): Promise<void> {
  const { output } = context;
  for (const [index, group] of groups.entries()) {
    await output.text(`${index === 0 ? '' : '\n'}${heading(context, group)}\n`);
    await output.document(ofWholeLines(group.stdout));
    await printCut(context, 'stdout', group);
    if (group.stderr !== '') {
      await output.text(`${output.paint('dim', 'and on stderr:')}\n`);
      await output.document(ofWholeLines(group.stderr));
      await printCut(context, 'stderr', group);
    }
  }
  if (groupCount > groups.length) await output.note(`And ${plural(groupCount - groups.length, 'further output')}.`);
  if (without > 0) await output.note(`${plural(without, 'host')} without output.`);
}

function heading({ output }: Context, group: OutputGroup): string {
  const { state, count } = group;
  const style = state === 'SUCCEEDED' ? 'green' : 'red';
  const named = group.hosts.slice(0, namesMax).map(({ nodeId }) => neutralize(nodeId));
  const more = count - named.length;
  const hosts = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return `${output.paint(style, `${plural(count, 'host')} ${whatBecame(group)}`)} ${output.paint('dim', hosts)}`;
}

function whatBecame({ state, exitCode, stdoutBytes, stderrBytes }: OutputGroup): string {
  const printed = stdoutBytes + stderrBytes === 0 ? 'printed nothing:' : 'printed this:';
  if (state === 'SUCCEEDED') return printed;
  const end = state === 'FAILED' && exitCode !== null ? `failed with exit code ${exitCode}` : `ended as ${state}`;
  return `${end} and ${printed}`;
}

async function printCut({ output }: Context, stream: 'stdout' | 'stderr', group: OutputGroup): Promise<void> {
  const total = stream === 'stdout' ? group.stdoutBytes : group.stderrBytes;
  const left = total - Buffer.byteLength(group[stream]);
  const [host] = group.hosts;
  if (left <= 0 || host === undefined) return;
  await output.note(`[${bytes(left)} more of ${stream}: hyprbox job logs ${host.jobId}]`);
}

function ofWholeLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
