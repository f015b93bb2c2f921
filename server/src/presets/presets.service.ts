import { Injectable } from '@nestjs/common';
import { limits, type Page, type Preset, type PresetSummary } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../common/cursor.js';
import { PresetCatalogue } from './preset-catalogue.js';
import type { PresetFile } from './preset-file.js';
import { InvalidVariables, PresetNotFound } from './presets.errors.js';
import { renderPreset, type RenderedScript } from './render.js';
import { checkVariables } from './variable-check.js';

@Injectable()
export class PresetsService {
  constructor(private readonly catalogue: PresetCatalogue) {}

  /** By name. */
  list(limit: number, cursor?: string): Page<PresetSummary> {
    const [after] = decodeCursor(cursor, 1) ?? [''];
    if (typeof after !== 'string') throw notOfThisList();
    const rest = this.catalogue.all().filter(({ summary: { name } }) => name > after);
    return pageOf(
      rest.slice(0, limit + 1),
      limit,
      ({ summary }) => summary,
      ({ summary: { name } }) => [name],
    );
  }

  /** @throws PresetNotFound */
  get(name: string): Preset {
    const { summary, template, functions } = this.find(name);
    return { ...summary, template, functions: functions.map((used) => ({ name: used.name, text: used.text })) };
  }

  /**
   * The script that a job would run.
   *
   * @throws PresetNotFound
   * @throws InvalidVariables naming each variable that is missing, unknown or invalid, or a script that gets too long
   */
  render(name: string, variables: Readonly<Record<string, unknown>>): RenderedScript {
    const preset = this.find(name);
    const { values, faults } = checkVariables(preset.summary.variables, variables);
    if (faults.length > 0) throw new InvalidVariables(faults);
    const rendered = renderPreset(preset, values);
    if (Buffer.byteLength(rendered.script) > limits.scriptBytes) {
      const detail = `make a script of more than ${limits.scriptBytes} bytes`;
      throw new InvalidVariables([{ pointer: '/variables', detail }]);
    }
    return rendered;
  }

  private find(name: string): PresetFile {
    const preset = this.catalogue.find(name);
    if (!preset) throw new PresetNotFound();
    return preset;
  }
}
