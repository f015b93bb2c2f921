import type { ApprovalCause } from '@hyprbox/contracts';
import type { RolloutEntity } from '../records/rollout.entity.js';
import type { WaveSize } from '../planning/wave-plan.js';

/** What a rollout is from its start to its end, whatever becomes of presets, tags and windows. */
export interface FrozenRollout extends Pick<
  RolloutEntity,
  | 'name'
  | 'preset'
  | 'presetVersion'
  | 'script'
  | 'scriptSha256'
  | 'secretRefs'
  | 'variables'
  | 'gateCheck'
  | 'selector'
  | 'targetsDigest'
  | 'budget'
  | 'budgetHosts'
  | 'whenOffline'
  | 'waitSeconds'
  | 'timeoutSeconds'
  | 'gates'
  | 'windowId'
  | 'duringMaintenance'
  | 'startAt'
> {
  /** In the order of their characters. */
  nodeIds: readonly string[];
  waves: readonly WaveSize[];
  /** Why somebody else has to agree to it by itself; empty where nobody has to. */
  approvalCauses: readonly ApprovalCause[];
  /** On more hosts than these somebody else has to agree to what one user starts; null for however many. */
  hostsMoreThan: number | null;
}
