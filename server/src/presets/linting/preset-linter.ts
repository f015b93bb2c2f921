import {
  limits,
  type LintedFile,
  type LintedPreset,
  type LintPreset,
  type PresetDescription,
  type PresetFinding,
  type ProblemFault,
} from '@hyprbox/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/principal.js';
import { PresetLibrary } from '../files/preset-library.js';
import type { ParsedPreset, PresetSource } from '../preset-reader.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { renderPreset } from '../render.js';
import { sourceLibrary } from '../sourced/source-functions.js';
import { checkVariables } from '../variable-check.js';
import { inOrder } from './findings.js';
import { FunctionLinter } from './function-linter.js';
import { draftNameFindings, fileNameFindings } from './name-findings.js';
import { ScriptChecks } from './script-checks.js';
import { sentFunctions } from './sent-functions.js';
import { lookAtSource, type SourceLook } from './source-look.js';

/** What a preset or a function is called that has no name yet. */
const unnamed = 'preset';

/** Looks at sources of presets: drafts that are written here, and files that are to come from elsewhere. */
@Injectable()
export class PresetLinter {
  constructor(
    private readonly library: PresetLibrary,
    private readonly presets: PresetsRepository,
    private readonly checks: ScriptChecks,
    private readonly functions: FunctionLinter,
  ) {}

  /**
   * Everything that is wrong with the source of a draft.
   *
   * @param actor who is kept to their share of the looks
   * @throws UnavailableError where too many are looked at in this moment
   */
  async findings(actor: Actor, name: string, source: string): Promise<PresetFinding[]> {
    return (await this.look(actor, { name, source })).findings;
  }

  /** The same of a draft or a file, with what its form asks for and the script that it makes. */
  async lint(actor: Actor, request: LintPreset): Promise<LintedPreset> {
    const { name = unnamed, source, file, variables = {} } = request;
    if (file?.kind === 'FUNCTION') return this.functions.lint(actor, { name, source }, file.functions);
    const { preset, ...checked } = await this.look(actor, request);
    return {
      ...checked,
      preset: preset && descriptionOf(preset),
      ...(preset ? shown(preset, variables) : { script: null, valueFaults: [] }),
    };
  }

  private async look(
    actor: Actor,
    { name, source, file }: LintPreset,
  ): Promise<Pick<LintedPreset, 'findings' | 'checkedBy'> & { preset: ParsedPreset | null }> {
    const called = name ?? unnamed;
    const look = lookAtSource({ name: called, text: source, ...this.circumstancesOf(file) });
    const named = name === undefined ? [] : await this.nameFindings(name, source, { file, look });
    const checked = look.read ? await this.checks.check(actor, called, look.read) : null;
    return {
      findings: inOrder([...named, ...look.findings, ...(checked?.findings ?? [])]),
      checkedBy: checked?.checkedBy ?? 'bash',
      preset: look.read?.preset ?? null,
    };
  }

  private async nameFindings(
    name: string,
    source: string,
    { file, look }: { file: LintedFile | undefined; look: SourceLook },
  ): Promise<PresetFinding[]> {
    const preset = (await this.presets.find(name))?.preset;
    if (!preset) return [];
    return file ? fileNameFindings(preset, source, look) : draftNameFindings(preset, source);
  }

  private circumstancesOf(file: LintedFile | undefined): Pick<PresetSource, 'library' | 'numbering'> {
    if (!file) return { library: this.library.functions, numbering: 'BY_SERVER' };
    const { builtIn } = this.library;
    return { library: sourceLibrary(sentFunctions(file.functions, builtIn), builtIn).library, numbering: 'GIVEN' };
  }
}

function descriptionOf({ summary: { title, description, category, variables } }: ParsedPreset): PresetDescription {
  return { title, description, category, variables };
}

/** The script for the values that are valid, and what is wrong with the others. */
function shown(
  { summary: { name, version, variables }, functions, body }: ParsedPreset,
  given: Readonly<Record<string, unknown>>,
): { script: string | null; valueFaults: ProblemFault[] } {
  const { values, faults } = checkVariables(variables, given);
  const { script } = renderPreset({ name, version, variables, functions, body }, values);
  if (Buffer.byteLength(script) <= limits.scriptBytes) return { script, valueFaults: faults };
  const detail = `make a script of more than ${limits.scriptBytes} bytes`;
  return { script: null, valueFaults: [...faults, { pointer: '/variables', detail }] };
}
