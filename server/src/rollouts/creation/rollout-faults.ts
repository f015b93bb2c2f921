import { limits, type ProblemFault, type RolloutFields } from '@hyprbox/contracts';
import { selectorFaults } from '../../selectors/selector-fault.js';

/**
 * What its schema can't say of a rollout: a preset or a script, and not both.
 *
 * @param pointer of the rollout in what was sent, such as `/rollout`; '' where it is the whole
 */
export function rolloutFaults(fields: RolloutFields, pointer = ''): ProblemFault[] {
  return [...selectorFaults(fields.selector, `${pointer}/selector`), ...whatFaults(fields, pointer)];
}

function whatFaults({ preset, presetVersion, script, variables = {} }: RolloutFields, at: string): ProblemFault[] {
  if (script === undefined) {
    return preset === undefined ? [{ pointer: `${at}/preset`, detail: 'must be given, or else a script' }] : [];
  }
  const faults: ProblemFault[] = [];
  const ofPresets = 'must be left out where a script is given: it belongs to presets';
  if (preset !== undefined)
    faults.push({ pointer: `${at}/preset`, detail: 'must be left out where a script is given' });
  if (presetVersion !== undefined) faults.push({ pointer: `${at}/presetVersion`, detail: ofPresets });
  if (Object.keys(variables).length > 0) faults.push({ pointer: `${at}/variables`, detail: ofPresets });
  if (Buffer.byteLength(script) > limits.scriptBytes) {
    faults.push({ pointer: `${at}/script`, detail: `must be a script of at most ${limits.scriptBytes} bytes` });
  }
  return faults;
}
