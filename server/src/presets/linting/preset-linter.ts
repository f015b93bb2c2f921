import {
  limits,
  type LintedPreset,
  type LintPreset,
  type PresetDescription,
  type PresetFinding,
  type PresetOrigin,
  type ProblemFault,
} from '@hyprbox/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/principal.js';
import { PresetLibrary } from '../files/preset-library.js';
import type { ParsedPreset } from '../preset-reader.js';
import { isFree } from '../records/name-ownership.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { renderPreset } from '../render.js';
import { wholeLine } from '../source-faults.js';
import { checkVariables } from '../variable-check.js';
import { finding, inOrder } from './findings.js';
import { ScriptChecks } from './script-checks.js';
import { lookAtSource, type SourceLook } from './source-look.js';

/** What a preset is called that has no name yet. */
const unnamed = 'preset';

const takenWords: Readonly<Record<Exclude<PresetOrigin, 'CONSOLE'>, string>> = {
  BUILTIN: 'is built in',
  FILE: "comes from the server's directory of presets",
  GIT: 'comes from a git source',
};

/** Looks at sources of presets that are written here. */
@Injectable()
export class PresetLinter {
  constructor(
    private readonly library: PresetLibrary,
    private readonly presets: PresetsRepository,
    private readonly checks: ScriptChecks,
  ) {}

  /**
   * Everything that is wrong with a source.
   *
   * @param actor who is kept to their share of the looks
   * @throws UnavailableError where too many are looked at in this moment
   */
  async findings(actor: Actor, name: string, source: string): Promise<PresetFinding[]> {
    const look = lookAtSource(name, source, this.library.functions);
    return (await this.all(actor, name, source, look)).findings;
  }

  /** The same, with what its form asks for and the script that it makes. */
  async lint(actor: Actor, { source, name, variables = {} }: LintPreset): Promise<LintedPreset> {
    const look = lookAtSource(name ?? unnamed, source, this.library.functions);
    const checked = await this.all(actor, name, source, look);
    const preset = look.read?.preset ?? null;
    return {
      ...checked,
      preset: preset && descriptionOf(preset),
      ...(preset ? shown(preset, variables) : { script: null, valueFaults: [] }),
    };
  }

  private async all(
    actor: Actor,
    name: string | undefined,
    source: string,
    look: SourceLook,
  ): Promise<Pick<LintedPreset, 'findings' | 'checkedBy'>> {
    const taken = name === undefined ? [] : await this.nameTaken(name, source);
    const checked = look.read ? await this.checks.check(actor, name ?? unnamed, look.read) : null;
    return {
      findings: inOrder([...taken, ...look.findings, ...(checked?.findings ?? [])]),
      checkedBy: checked?.checkedBy ?? 'bash',
    };
  }

  private async nameTaken(name: string, source: string): Promise<PresetFinding[]> {
    const preset = (await this.presets.find(name))?.preset;
    if (!preset || isFree(preset) || preset.origin === 'CONSOLE') return [];
    const { origin } = preset;
    const message = `the name "${name}" is taken: that preset ${takenWords[origin]}; copy it under another name`;
    return [finding(wholeLine(1, source.split('\n', 1)[0] ?? ''), 'ERROR', 'NAME_TAKEN', message)];
  }
}

function descriptionOf({ summary: { title, description, category, variables } }: ParsedPreset): PresetDescription {
  return { title, description, category, variables };
}

/** The script for the values that are valid, and what is wrong with the others. */
function shown(
  { summary: { name, variables }, functions, body }: ParsedPreset,
  given: Readonly<Record<string, unknown>>,
): { script: string | null; valueFaults: ProblemFault[] } {
  const { values, faults } = checkVariables(variables, given);
  const { script } = renderPreset({ name, version: 0, variables, functions, body }, values);
  if (Buffer.byteLength(script) <= limits.scriptBytes) return { script, valueFaults: faults };
  const detail = `make a script of more than ${limits.scriptBytes} bytes`;
  return { script: null, valueFaults: [...faults, { pointer: '/variables', detail }] };
}
