import type { PresetVariable, ProblemFault } from '@hyprbox/contracts';
import { checkVariables } from '../variable-check.js';
import type { UsePlace } from './preset-uses-registry.js';

/** What uses are held against: the version that is current, or would be. */
export interface Successor {
  version: number;
  variables: readonly PresetVariable[];
}

/** What would go on no more, or not as it does, with that version. */
export function useFaults(places: readonly UsePlace[], successor: Successor): ProblemFault[] {
  return places.flatMap((place) => placeFaults(place, successor));
}

/** Nothing is started with one that is retired. */
export function retiredFaults(places: readonly UsePlace[]): ProblemFault[] {
  return places.map(({ pointer }) => ({ pointer, detail: 'is retired' }));
}

/** Before that is done to several at once, each named. */
export function retirementFaults(places: readonly UsePlace[]): ProblemFault[] {
  return places.map(({ pointer, preset }) => ({ pointer, detail: `${preset} would be retired` }));
}

function placeFaults({ pointer, values, version }: UsePlace, successor: Successor): ProblemFault[] {
  const faults: ProblemFault[] = [];
  if (version && version.number !== successor.version) {
    const detail = `is ${version.number}, and not ${successor.version}: the version is fixed there`;
    faults.push({ pointer: version.pointer, detail });
  }
  const found = checkVariables(successor.variables, values?.given ?? {}).faults;
  if (values) return [...faults, ...found.map((fault) => ({ ...fault, pointer: values.in + fault.pointer }))];
  if (found.length > 0) faults.push({ pointer, detail: 'needs variables, which are not given there' });
  return faults;
}
