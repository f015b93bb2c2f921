import type { PresetSource, PresetSourceState } from '@hyprbox/contracts';
import type { Detail } from '../../../output/details.js';
import { renderDetails } from '../../../output/details.js';
import { plural, relativeTime } from '../../../output/figures.js';
import { neutralize } from '../../../output/neutralize.js';
import type { Output } from '../../../output/output.js';
import type { Style } from '../../../output/palette.js';
import { changeText } from './change-text.js';

export const sourceStyles: Readonly<Record<PresetSourceState, Style>> = {
  NEVER: 'dim',
  OK: 'green',
  FAULTY: 'yellow',
  FAILED: 'red',
  DIVERGED: 'red',
};

/** All of a source: how it stands, then what is wrong with its files, a line each. */
export function sourceText(source: PresetSource, now: Date, { width, paint }: Pick<Output, 'width' | 'paint'>): string {
  const { faults, faultCount } = source;
  const lines = faults.map(({ file, line, message }) => {
    const where = line === null ? file : `${file}:${line}`;
    return `${neutralize(where)}: ${neutralize(message)}\n`;
  });
  const more = faultCount > faults.length ? `… and ${plural(faultCount - faults.length, 'fault')} more\n` : '';
  const shown = lines.length === 0 ? '' : `\n${paint('dim', 'What is not used as it is:')}\n${lines.join('')}${more}`;
  return renderDetails(detailsOf(source, now), width, paint) + shown;
}

function detailsOf(source: PresetSource, now: Date): Detail[] {
  const { commit, committedAt, divergedCommit, checkedAt, syncedAt, lastChange } = source;
  const shared: Detail[] = [
    ['Source', source.name],
    ['Id', source.id],
    ['State', source.enabled ? source.state : `paused (${source.state} before)`],
    ['Problem', source.problem],
    ['Presets', String(source.presets)],
    ['Checked', relativeTime(checkedAt, now)],
    ['Taken', syncedAt === null ? null : relativeTime(syncedAt, now)],
    ['Last change', lastChange ? `${relativeTime(lastChange.at, now)}: ${changeText(lastChange)}` : null],
  ];
  if (source.kind === 'FILE') return [...shared, ['Directory', source.path || source.url || null]];
  return [
    ...shared,
    ['Address', source.url],
    ['Branch', source.branch],
    ['Path', source.path || 'the root'],
    ['Credentials', source.credentialsRef ?? 'none'],
    ['Commit', commit === null ? null : `${commit}${committedAt ? `, ${relativeTime(committedAt, now)}` : ''}`],
    ['Rewritten to', divergedCommit],
  ];
}
