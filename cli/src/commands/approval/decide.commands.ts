import type { Approval } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { eachOf } from '../each-of.js';
import { approvalPositional, findApprovalId } from './find-approval.js';

const digestFlag = {
  type: 'string',
  requiresArg: true,
  describe: 'Only if it still is what you looked at (`approval show`)',
} as const;
const commentFlag = { type: 'string', requiresArg: true, describe: 'What others should know' } as const;

export const approvalApproveCommand = defineCommand({
  command: 'approve <approval>',
  describe: 'Let it run; nobody approves what they asked for',
  examples: [
    ['approval approve 0198c0de', 'It begins at once, or when it is to'],
    ['approval approve 0198c0de --comment "Checked on web-1" --digest "$digest"', 'Just what you looked at'],
  ],
  positionals: { approval: approvalPositional },
  flags: { comment: commentFlag, digest: digestFlag },
  run: (context, { approval, comment, digest }) =>
    decide(context, approval, digest, async (id, seen) =>
      (await context.client()).approvals.approve(id, { digest: seen, ...(comment !== undefined && { comment }) }),
    ),
});

export const approvalRejectCommand = defineCommand({
  command: 'reject <approval>',
  describe: 'Do not let it run: its rollout is ended',
  examples: [['approval reject 0198c0de --comment "Not on a Friday"', 'Say why, so that it can be made better']],
  positionals: { approval: approvalPositional },
  flags: { comment: commentFlag, digest: digestFlag },
  run: (context, { approval, comment, digest }) =>
    decide(context, approval, digest, async (id, seen) =>
      (await context.client()).approvals.reject(id, { digest: seen, ...(comment !== undefined && { comment }) }),
    ),
});

export const approvalOverrideCommand = defineCommand({
  command: 'override <approval>',
  describe: 'Let it run without an approval; it is audited, and alerts (administrators)',
  examples: [['approval override 0198c0de --reason "Nobody else is awake; sites are down"', 'In an emergency']],
  positionals: { approval: approvalPositional },
  flags: {
    reason: { type: 'string', demandOption: true, requiresArg: true, describe: 'Why it could not wait' },
    digest: digestFlag,
  },
  run: (context, { approval, reason, digest }) =>
    decide(context, approval, digest, async (id, seen) =>
      (await context.client()).approvals.override(id, { reason, digest: seen }),
    ),
});

/** The digest of what is there now goes along, so that a change in between voids the decision. */
function decide(
  context: Context,
  typed: string,
  digest: string | undefined,
  decision: (id: string, digest: string) => Promise<Approval>,
): Promise<number> {
  return eachOf(context, [typed], async (each) => {
    const { output } = context;
    const client = await context.client();
    const id = await findApprovalId(client, each);
    const decided = await decision(id, digest ?? (await client.approvals.get(id)).digest);
    await output.result(decided, () => '');
    await output.aside(`${decided.name} is ${decided.state}. See hyprbox rollout show ${decided.rolloutId}`);
  });
}
