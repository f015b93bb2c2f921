import type { ApprovalCause } from '@hyprbox/contracts';
import { ConflictError } from '../common/domain-error.js';

/** Drafts are tried where nothing else runs. */
export class NodeNotForTests extends ConflictError {
  constructor(nodeIds: readonly string[], tag: string) {
    const which = nodeIds.length === 1 ? `${nodeIds.join()} is` : `${nodeIds.join(', ')} are`;
    super(
      'NODE_NOT_FOR_TESTS',
      `${which} not for tests: a draft is only run on hosts that have the tag "${tag}". Choose another one, or tag it.`,
    );
  }
}

const causeWords: Readonly<Record<ApprovalCause, string>> = {
  PRESET: 'the settings name this preset',
  TAG: 'the settings name a tag of one of the hosts',
  HOSTS: 'the hosts are more than the settings allow without one',
  AD_HOC: "the settings ask for one for scripts of one's own",
};

/** Whether other hosts would need none. */
const ofHosts: Readonly<Record<ApprovalCause, boolean>> = { PRESET: false, TAG: true, HOSTS: true, AD_HOC: false };

/** Nobody can be asked to approve what is still being written. */
export class TestNeedsApproval extends ConflictError {
  constructor(causes: readonly ApprovalCause[]) {
    const because = causes.map((cause) => causeWords[cause]).join(', and ');
    super(
      'APPROVAL_NEEDED',
      `This would need an approval, which a draft can not be given: ${because}. ` +
        (causes.every((cause) => ofHosts[cause]) ? 'Choose other hosts, or publish' : 'Publish') +
        ' the draft and run it as a rollout, which asks for an approval.',
    );
  }
}
