import Type, { type Static } from 'typebox';
import { approvalCauses, approvalStates, rolloutLimits } from './rollouts.js';
import { closed, count, instant, listOf, nullable, oneOf, text, uuid } from './schema-parts.js';

const comment = Type.String({
  maxLength: rolloutLimits.reasonLength,
  format: 'storable',
  fault: `must be a text of at most ${rolloutLimits.reasonLength} characters`,
});
/** The digest that was looked at: a decision on another one is refused. */
const digest = Type.Optional(
  Type.String({ pattern: '^[0-9a-f]{64}$', fault: 'must be the digest that was looked at' }),
);
const object = { ...closed, fault: 'must be an object' };

export const decideApprovalSchema = Type.Object({ comment: Type.Optional(comment), digest }, object);
export type DecideApproval = Static<typeof decideApprovalSchema>;

export const overrideApprovalSchema = Type.Object(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: rolloutLimits.reasonLength,
      format: 'storable',
      fault: `must be a text of 1 to ${rolloutLimits.reasonLength} characters`,
    }),
    digest,
  },
  object,
);
export type OverrideApproval = Static<typeof overrideApprovalSchema>;

/** What somebody asked for, and what became of it. */
export const approvalSummarySchema = Type.Object({
  id: uuid,
  rolloutId: uuid,
  name: text,
  state: oneOf(approvalStates),
  causes: listOf(oneOf(approvalCauses)),
  preset: nullable(text),
  targets: count,
  /** SHA-256 of the script, the variables, the hosts and the window. */
  digest: text,
  requestedBy: nullable(uuid),
  requestedByName: nullable(text),
  requestedAt: instant,
  expiresAt: instant,
  decidedBy: nullable(uuid),
  decidedByName: nullable(text),
  decidedAt: nullable(instant),
  comment: nullable(text),
});
export type ApprovalSummary = Static<typeof approvalSummarySchema>;

export const approvalSchema = Type.Object({
  ...approvalSummarySchema.properties,
  script: text,
  scriptSha256: text,
  /** The script of the same preset that ran last, null if none did: what to compare it with. */
  lastScript: nullable(text),
  lastRolloutId: nullable(uuid),
  lastJobId: nullable(uuid),
});
export type Approval = Static<typeof approvalSchema>;
