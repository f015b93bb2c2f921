import type { LintedFunction, LintedPreset, PresetFinding } from '@hyprbox/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/principal.js';
import { PresetLibrary } from '../files/preset-library.js';
import type { FunctionFile } from '../function-file.js';
import { PresetFileError } from '../preset-file-error.js';
import { checkFunctionSyntax } from '../preset-syntax.js';
import { wholeLine } from '../source-faults.js';
import { sourceFault } from '../sourced/source-files.js';
import { sourceLibrary } from '../sourced/source-functions.js';
import { finding, inOrder } from './findings.js';
import { hiddenCharacters } from './hidden-characters.js';
import { ProgramTurns } from './program-turns.js';
import { ScriptChecks, type CheckedScript } from './script-checks.js';
import { parseSentFunction, sentFunctions } from './sent-functions.js';

/** Looks at files of functions that presets of a source share. */
@Injectable()
export class FunctionLinter {
  constructor(
    private readonly library: PresetLibrary,
    private readonly checks: ScriptChecks,
    private readonly turns: ProgramTurns,
  ) {}

  /**
   * @param besides the other functions, which it may need
   * @throws UnavailableError where too many are looked at in this moment
   */
  async lint(actor: Actor, sent: LintedFunction, besides: readonly LintedFunction[]): Promise<LintedPreset> {
    const { findings, checkedBy } = await this.check(actor, sent, besides);
    const all = inOrder([...hiddenCharacters(sent.source), ...findings]);
    return { findings: all, checkedBy, preset: null, script: null, valueFaults: [] };
  }

  private async check(actor: Actor, sent: LintedFunction, besides: readonly LintedFunction[]): Promise<CheckedScript> {
    const { builtIn } = this.library;
    try {
      const parsed = parseSentFunction(sent, builtIn);
      const others = sentFunctions(
        besides.filter(({ name }) => name !== sent.name),
        builtIn,
      );
      const missing = sourceLibrary([parsed, ...others], builtIn).missing.filter(({ file }) => file === parsed.file);
      const checked = await this.checks.checkFunction(actor, parsed.name, parsed);
      const isRead = !checked.findings.some(({ level }) => level === 'ERROR');
      return {
        ...checked,
        findings: [
          ...missing.map(({ fault }) => faultFinding(sent, fault)),
          ...checked.findings,
          ...(isRead ? await this.moreThanOne(actor, sent, parsed) : []),
        ],
      };
    } catch (error) {
      if (!(error instanceof PresetFileError)) throw error;
      return { checkedBy: 'bash', findings: [faultFinding(sent, error.fault)] };
    }
  }

  private async moreThanOne({ id }: Actor, sent: LintedFunction, parsed: FunctionFile): Promise<PresetFinding[]> {
    try {
      await this.turns.run(id ?? '', () => checkFunctionSyntax(parsed));
      return [];
    } catch (error) {
      if (!(error instanceof PresetFileError)) throw error;
      return [faultFinding(sent, error.fault)];
    }
  }
}

function faultFinding({ name, source }: LintedFunction, fault: string): PresetFinding {
  const { line, message } = sourceFault(name, fault);
  const at = line ?? 1;
  return finding(wholeLine(at, source.split('\n')[at - 1] ?? ''), 'ERROR', 'FUNCTION', message);
}
