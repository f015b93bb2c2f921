import { nearest } from '../arguments/suggest.js';
import { NotFoundError, UsageError } from '../errors.js';

export interface Named {
  id: string;
  name: string;
}

export interface Naming {
  /** As in `There is no alert rule …`. */
  noun: string;
  /** As in `Several rules are called …`. */
  plural: string;
  /** The command that lists them. */
  listCommand: string;
}

/** The one of that id, or of exactly that name. */
export function findNamed<Thing extends Named>(
  things: readonly Thing[],
  nameOrId: string,
  { noun, plural, listCommand }: Naming,
): Thing {
  const ofId = things.find(({ id }) => id === nameOrId.toLowerCase());
  const [found, another] = ofId ? [ofId] : things.filter(({ name }) => name === nameOrId);
  if (another !== undefined) throw new UsageError(`Several ${plural} are called "${nameOrId}"; give the id of one`);
  if (found !== undefined) return found;
  const meant = nearest(
    nameOrId,
    things.map(({ name }) => name),
  );
  const question = meant === undefined ? '' : `; did you mean "${meant}"?`;
  throw new NotFoundError(
    `There is no ${noun} "${nameOrId}"${question}`,
    `\`hyprbox ${listCommand}\` shows what there is`,
  );
}
