import type { PresetSource, PresetSourceChange } from '@hyprbox/contracts';
import { neutralize } from '../../../output/neutralize.js';

/** `disk-report v2 published; motd-banner retired`, safe to print */
export function changeText(change: PresetSourceChange): string {
  const { published, publishedCount, returned, returnedCount, retired, retiredCount } = change;
  const [fresh, raised] = [
    published.filter(({ before }) => before === 0),
    published.filter(({ before }) => before > 0),
  ];
  // Beyond what is listed nobody knows which of them are new.
  const parts = [
    part(fresh.map(versionText), fresh.length, 'new'),
    part(raised.map(versionText), publishedCount - fresh.length, 'published'),
    part(returned.map(versionText), returnedCount, 'back'),
    part(retired.map(neutralize), retiredCount, 'retired'),
  ];
  return parts.filter((each) => each !== null).join('; ');
}

/**
 * What a look did to the presets.
 *
 * @param before the source as it was before it
 * @returns null where the server does not tell
 */
export function outcomeText(before: PresetSource, { lastChange }: PresetSource): string | null {
  if (lastChange === undefined) return null;
  const isNew = lastChange !== null && lastChange.at !== before.lastChange?.at;
  return isNew ? `${changeText(lastChange)}.` : 'Nothing changed.';
}

function versionText({ name, version }: { name: string; version: number }): string {
  return `${neutralize(name)} v${version}`;
}

function part(names: readonly string[], count: number, what: string): string | null {
  if (count === 0) return null;
  const more = count - names.length;
  const listed = names.join(', ');
  return more === 0 ? `${listed} ${what}` : `${listed}${names.length > 0 ? ' and ' : ''}${more} more ${what}`;
}
