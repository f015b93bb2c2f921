import type { FindingLevel } from '@hyprbox/contracts';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../time/clock.js';
import type { SourceRange } from '../source-faults.js';
import { lintingLimits } from './linting-limits.js';
import { runProgram } from './program-run.js';

/** What shellcheck says of a place in a script. */
export interface ScriptComment extends SourceRange {
  level: FindingLevel;
  code: number;
  message: string;
}

export type ShellcheckResult =
  | { checked: true; comments: ScriptComment[] }
  /** `why` is null where there is no shellcheck. */
  | { checked: false; why: string | null };

const levels = { error: 'ERROR', warning: 'WARNING', info: 'INFO', style: 'STYLE' } as const;

/** That a file which a script sources is not at hand here: on the host it may be. */
const notFollowed = [1090, 1091];
/** That arguments are read which nobody gives, at the call that every script has. */
const noArguments = [2119, 2120];

/** Has shellcheck read scripts, where it is installed. */
@Injectable()
export class Shellcheck {
  private absentUntil = 0;

  constructor(private readonly clock: Clock) {}

  /** @param excluded further codes that say nothing of this script */
  async check(script: string, excluded: readonly number[]): Promise<ShellcheckResult> {
    if (this.clock.now().getTime() < this.absentUntil) return { checked: false, why: null };
    const codes = [...notFollowed, ...noArguments, ...excluded].map((code) => `SC${code}`).join(',');
    const args = ['--norc', '--shell=bash', '--format=json1', `--exclude=${codes}`, '-'];
    const run = await runProgram('shellcheck', args, script);
    switch (run.ended) {
      case 'ABSENT':
        this.absentUntil = this.clock.now().getTime() + lintingLimits.absentMilliseconds;
        return { checked: false, why: null };
      case 'TOO_LATE':
        return { checked: false, why: `shellcheck took longer than ${lintingLimits.milliseconds / 1000} seconds` };
      case 'TOO_MUCH':
        return { checked: false, why: 'shellcheck found too much to be shown' };
      case 'BY_ITSELF': {
        const comments = run.exitCode === 0 || run.exitCode === 1 ? parseComments(run.stdout) : null;
        return comments ? { checked: true, comments } : { checked: false, why: 'shellcheck could not read it' };
      }
    }
  }
}

function parseComments(json: string): ScriptComment[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('comments' in parsed)) return null;
  const { comments } = parsed;
  return Array.isArray(comments) ? comments.flatMap((comment: unknown) => parseComment(comment)) : null;
}

function parseComment(comment: unknown): ScriptComment[] {
  if (typeof comment !== 'object' || comment === null) return [];
  const { line, column, endLine, endColumn, code, level, message } = { ...emptyComment, ...comment };
  const known = typeof level === 'string' && Object.hasOwn(levels, level) ? levels[level as keyof typeof levels] : null;
  if (!isCount(line) || !isCount(column) || !isCount(endLine) || !isCount(endColumn) || !isCount(code)) return [];
  if (known === null || typeof message !== 'string') return [];
  return [{ line, column, endLine, endColumn, level: known, code, message }];
}

const emptyComment: Readonly<
  Record<'line' | 'column' | 'endLine' | 'endColumn' | 'code' | 'level' | 'message', unknown>
> = { line: null, column: null, endLine: null, endColumn: null, code: null, level: null, message: null };

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
