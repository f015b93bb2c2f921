import { collectPages } from '@hyprbox/api-client';
import type { BackupSummary, BackupTarget, UnprotectedNode } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { wrap } from '../../output/fit.js';
import { neutralize } from '../../output/neutralize.js';
import { protectionStyles } from '../../output/palette.js';
import { findPolicy } from './policy/find-policy.js';
import { isAlarming, renderTargets, worstFirst } from './targets-table.js';
import type { View } from './targets-table.js';

/** A person wants to know that there are some; a script gets all of them. */
const unprotectedShown = 10;

export const backupStatusCommand = defineCommand({
  command: 'status',
  describe: 'What is backed up and proven to restore, what is wrong first',
  examples: [
    ['backup status', 'The board'],
    ['backup status --check', 'For monitoring: exit code 1 when something fails or is overdue'],
    ["backup status --json | jq -r '.items[] | select(.lastProvenRestoreAt==null).nodeId'", 'Never proven'],
  ],
  epilogue: [
    'States: FAILING the last run failed, OVERDUE a backup or a proof is too old, NEVER backed up, UNPROVEN never',
    'restored by a drill, PROTECTED, PAUSED.',
    'Exit codes: 0 done, 1 failed or (--check) something fails or is overdue, 2 wrong usage, 3 not allowed,',
    '4 not found, 5 server unreachable.',
  ].join('\n'),
  positionals: {},
  flags: {
    policy: { type: 'string', requiresArg: true, describe: 'Only this policy, by name or id' },
    node: { type: 'string', requiresArg: true, describe: 'Only this node' },
    check: { type: 'boolean', default: false, describe: 'End with 1 when something fails or is overdue' },
  },
  async run(context, { policy: nameOrId, node, check }) {
    const { output, io } = context;
    const client = await context.client();
    const policyId = nameOrId === undefined ? undefined : (await findPolicy(client, nameOrId)).id;
    const [targets, unprotected, summary] = await Promise.all([
      collectPages((page) => client.backups.targets({ ...page, policyId, nodeId: node }), Infinity),
      collectPages((page) => client.backups.unprotected(page), output.isJson ? Infinity : unprotectedShown),
      client.backups.summary(),
    ]);
    const board: Board = { items: worstFirst(targets.items), unprotected: unprotected.items, summary };
    const view = { width: output.width, paint: output.paint, now: io.now() };
    await output.result(board, () => renderBoard(board, view));
    return check && board.items.some(isAlarming) ? exitCodes.failure : exitCodes.ok;
  },
});

interface Board {
  items: BackupTarget[];
  unprotected: UnprotectedNode[];
  /** Of the whole fleet, also where only a part of it is asked for. */
  summary: BackupSummary;
}

function renderBoard({ items, unprotected, summary }: Board, view: View): string {
  if (summary.policies === 0) {
    return 'Nothing is backed up yet. Make a policy with `hyprbox backup policy create`.\n';
  }
  const targets = items.length === 0 ? 'No node is covered.\n' : renderTargets(items, view);
  return `${targets}\n${summaryLine(summary, view)}${unprotectedLines(summary, unprotected, view)}`;
}

/** `3 policies: 1 failing, 4 protected · 1 running, 2 failed in 24 h` */
function summaryLine({ policies, targets, running, failed24h }: BackupSummary, { paint }: View): string {
  const counts = Object.entries(protectionStyles).flatMap(([protection, style]) => {
    // The styles' keys are the protections.
    const count = targets[protection as keyof typeof protectionStyles];
    return count > 0 ? [paint(style, `${count} ${protection.toLowerCase()}`)] : [];
  });
  const protection = counts.length === 0 ? 'no node covered' : counts.join(', ');
  const runs = running + failed24h === 0 ? '' : ` · ${running} running, ${failed24h} failed in 24 h`;
  return `${policies === 1 ? '1 policy' : `${policies} policies`}: ${protection}${runs}\n`;
}

function unprotectedLines(
  { unprotectedNodes }: BackupSummary,
  unprotected: readonly UnprotectedNode[],
  { width, paint }: View,
): string {
  if (unprotectedNodes === 0) return '';
  const more = unprotectedNodes - unprotected.length;
  const names = unprotected.map(({ nodeId }) => nodeId).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const text = `No policy covers ${plural(unprotectedNodes, 'node')}: ${neutralize(names)}`;
  return wrap(text, width)
    .map((line) => `${paint('yellow', line)}\n`)
    .join('');
}
