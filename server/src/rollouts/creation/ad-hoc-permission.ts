import { roleAllows, type Role } from '@hyprbox/contracts';
import { AdHocForbidden } from './rollout-creation.errors.js';

/**
 * A script of one's own needs more than the route's permission.
 *
 * @param preset null or undefined where there is a script in its place
 * @throws AdHocForbidden
 */
export function refuseAdHoc(role: Role, preset: string | null | undefined): void {
  if ((preset ?? null) === null && !roleAllows(role, 'job.adhoc')) throw new AdHocForbidden();
}
