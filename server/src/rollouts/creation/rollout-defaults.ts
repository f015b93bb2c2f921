import { limits, rolloutLimits, type CreateRollout } from '@hyprbox/contracts';
import { defaultBudget } from '../planning/budget-hosts.js';
import { defaultWaves } from '../planning/wave-plan.js';

type Defaulted =
  | 'variables'
  | 'waves'
  | 'budget'
  | 'whenOffline'
  | 'waitSeconds'
  | 'timeoutSeconds'
  | 'gates'
  | 'duringMaintenance';

/** What is asked for, with what was left out filled in. */
export type CompleteRollout = CreateRollout & Required<Pick<CreateRollout, Defaulted>>;

export function withDefaults(request: CreateRollout): CompleteRollout {
  return {
    variables: {},
    waves: [...defaultWaves],
    budget: defaultBudget,
    whenOffline: 'WAIT',
    waitSeconds: rolloutLimits.waitSecondsDefault,
    timeoutSeconds: limits.jobTimeoutSecondsDefault,
    gates: {},
    duringMaintenance: false,
    ...request,
  };
}
