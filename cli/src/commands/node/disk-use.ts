import type { Node } from '@hyprbox/contracts';
import { percent } from '../../output/figures.js';
import { truncate } from '../../output/fit.js';

/** What a mount may take of a table's width. */
const mountWidth = 12;

/** `/var 97%`; the root is not named, as nobody would expect another one. */
export function diskUse(metrics: Node['metrics']): string {
  const mount = metrics?.diskMount ?? '/';
  const used = percent(metrics?.diskPct);
  return mount === '/' ? used : `${truncate(mount, mountWidth)} ${used}`;
}
