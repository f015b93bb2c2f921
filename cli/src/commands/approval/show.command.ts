import { collectPages } from '@hyprbox/api-client';
import type { Approval, Rollout, RolloutTarget } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import type { Detail } from '../../output/details.js';
import { plural, relativeTime, timeUntil } from '../../output/figures.js';
import { localTime } from '../../output/local-time.js';
import type { Context } from '../../context.js';
import { selectorText } from '../selector-flags.js';
import { causesText } from './approval-text.js';
import { approvalPositional, findApprovalId } from './find-approval.js';
import { scriptDiff } from './script-diff.js';

/** Hosts that are named; the others are counted. */
const hostsMax = 200;

export const approvalShowCommand = defineCommand({
  command: 'show <approval>',
  describe: 'What is to be approved: hosts, script, and what is new in it',
  examples: [
    ['approval show 0198c0de', 'Read it before you approve it'],
    ['approval show 0198c0de --json | jq -r .script', 'The script alone'],
  ],
  positionals: { approval: approvalPositional },
  flags: {},
  async run(context, { approval: typed }) {
    const { output, io } = context;
    const client = await context.client();
    const approval = await client.approvals.get(await findApprovalId(client, typed));
    const [rollout, hosts] = await Promise.all([
      client.rollouts.get(approval.rolloutId),
      collectPages((page) => client.rollouts.targets(approval.rolloutId, page), hostsMax),
    ]);
    const hostIds = hosts.items.map(({ nodeId }) => nodeId);
    if (output.isJson) {
      await output.result(
        { ...approval, variables: rollout.variables, selector: rollout.selector, hosts: hostIds },
        () => '',
      );
      return exitCodes.ok;
    }
    const details = renderDetails(detailsOf(approval, rollout, hosts.items, io.now()), output.width, output.paint);
    await output.text(`${details}\n`);
    await printScript(context, approval);
    if (approval.state === 'PENDING') {
      await output.aside(
        `\nApprove just this:  hyprbox approval approve ${approval.id} --digest ${approval.digest}\n` +
          `Reject it:          hyprbox approval reject ${approval.id} --comment "…"`,
      );
    }
    return exitCodes.ok;
  },
});

function detailsOf(approval: Approval, rollout: Rollout, hosts: readonly RolloutTarget[], now: Date): Detail[] {
  const variables = Object.entries(rollout.variables).map(([name, value]) => `${name}=${String(value)}`);
  const named = hosts.map(({ nodeId }) => nodeId).toSorted();
  const more = approval.targets - named.length;
  return [
    ['Approval', approval.id],
    ['Of', `${approval.name} (rollout ${approval.rolloutId})`],
    ['State', approval.state],
    ['Because of', causesText(approval.causes)],
    ['Runs', approval.preset ?? 'a script of its own'],
    ['Variables', variables.length === 0 ? null : variables.join(', ')],
    ['On', `${selectorText(rollout.selector)}: ${plural(approval.targets, 'host')}`],
    ['Hosts', `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`],
    ['Waves', rollout.waves.map(({ size, targets }) => `${size} = ${plural(targets, 'host')}`).join('; ')],
    ['Window', rollout.windowId],
    ['Begins', rollout.startAt === null ? 'once it is approved' : localTime(rollout.startAt, now)],
    ['Asked', `${relativeTime(approval.requestedAt, now)} by ${approval.requestedByName ?? 'the system'}`],
    ['Expires', approval.state === 'PENDING' ? timeUntil(approval.expiresAt, now) : null],
    ['Decided', decided(approval, now)],
    ['Comment', approval.comment],
    ['Digest', approval.digest],
    ['Script', `SHA-256 ${approval.scriptSha256}`],
  ];
}

function decided({ decidedAt, decidedByName }: Approval, now: Date): string | null {
  return decidedAt === null ? null : `${relativeTime(decidedAt, now)} by ${decidedByName ?? 'the system'}`;
}

async function printScript({ output }: Context, { script, lastScript }: Approval): Promise<void> {
  const title = (text: string): Promise<void> => output.text(`${output.paint('dim', text)}\n`);
  const diff = lastScript === null ? null : scriptDiff(lastScript, script, output.paint);
  await title('The script:');
  await output.document(script.endsWith('\n') ? script : `${script}\n`);
  if (lastScript === null) await title('\nIt has never run before.');
  else if (diff === null) await title('\nIt is the same as the one that ran last.');
  else {
    await title('\nWhat is different since it ran last:');
    await output.text(diff);
  }
}
