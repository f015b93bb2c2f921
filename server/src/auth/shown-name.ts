import { limits } from '@hyprbox/contracts';

/** What somebody is called who gives no name. */
export function shownName(name: string | undefined, email: string): string {
  return name?.trim() || (email.split('@')[0] ?? email).slice(0, limits.nameLength);
}
