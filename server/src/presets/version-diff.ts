import { createHash } from 'node:crypto';
import type { PresetFunction } from '@hyprbox/contracts';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** What two versions are compared by. */
export interface Comparable {
  template: string;
  functions: readonly PresetFunction[];
}

export interface VersionDiff {
  /** In the unified format, as git writes it; empty where nothing differs. */
  diff: string;
  /** SHA-256 of it, hexadecimal: what the audit trail names. */
  sha256: string;
}

/** Before the first version. */
export const nothing: Comparable = { template: '', functions: [] };

/** Texts that differ in more lines are not compared line by line: the work grows with the square of it. */
const maxEdits = 500;
/** For texts of many lines that are alike, which takes long with few differences too: each may be held against each edit. */
const maxComparisons = 10_000_000;
const tooDifferent = 'These have too little in common to be compared line by line.\n';

/**
 * What differs between two versions: the source, and each function that they use. It names no version, so that the same
 * change always gives the same bytes.
 */
export function versionDiff(name: string, from: Comparable, to: Comparable): VersionDiff {
  const before = filesOf(name, from);
  const after = filesOf(name, to);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const diff = names.map((file) => fileDiff(file, before.get(file) ?? '', after.get(file) ?? '')).join('');
  return { diff, sha256: createHash('sha256').update(diff, 'utf8').digest('hex') };
}

function filesOf(name: string, { template, functions }: Comparable): Map<string, string> {
  return new Map([
    [`${name}.sh`, template],
    ...functions.map((used) => [`lib/${used.name}.sh`, `${used.text}\n`] as const),
  ]);
}

function fileDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const names = [`a/${file}`, `b/${file}`] as const;
  const maxEditLength = editsFor(before, after);
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength };
  const isHopeless = fewestEdits(before, after) > maxEditLength;
  const patch = isHopeless ? null : createTwoFilesPatch(...names, before, after, undefined, undefined, options);
  return patch ?? tooDifferent + replacement(...names, before, after);
}

/** By the texts alone, and by no clock: what the audit trail names must come out the same on a busy server. */
function editsFor(before: string, after: string): number {
  const lines = Math.max(lineCount(before), lineCount(after));
  return Math.min(maxEdits, Math.floor(maxComparisons / lines));
}

/** Lines that only one of them has, or has more often: no comparison does with fewer, and counting them is quick. */
function fewestEdits(before: string, after: string): number {
  const surplus = new Map<string, number>();
  for (const line of linesOf(before)) surplus.set(line, (surplus.get(line) ?? 0) + 1);
  for (const line of linesOf(after)) surplus.set(line, (surplus.get(line) ?? 0) - 1);
  let edits = 0;
  for (const count of surplus.values()) edits += Math.abs(count);
  return edits;
}

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** All of one in place of all of the other. */
function replacement(from: string, to: string, before: string, after: string): string {
  const [removed, added] = [linesOf(before), linesOf(after)];
  return [
    `--- ${from}\n+++ ${to}\n@@ -${rangeOf(removed)} +${rangeOf(added)} @@\n`,
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
  ].join('');
}

/** Each with its line break; `diff` says of a last one without that it has none. */
function linesOf(text: string): string[] {
  const lines = text === '' ? [] : text.split(/(?<=\n)/);
  return lines.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`));
}

const rangeOf = (lines: readonly string[]): string => (lines.length === 0 ? '0,0' : `1,${lines.length}`);
