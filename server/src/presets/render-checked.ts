import { limits } from '@hyprbox/contracts';
import { InvalidVariables } from './presets.errors.js';
import { renderPreset, type RenderedScript, type ScriptSource } from './render.js';
import { checkVariables } from './variable-check.js';

/**
 * The script of a preset for values that somebody gave.
 *
 * @throws InvalidVariables naming each variable that is missing, unknown or invalid, or a script that gets too long
 */
export function renderChecked(source: ScriptSource, given: Readonly<Record<string, unknown>>): RenderedScript {
  const { values, faults } = checkVariables(source.variables, given);
  if (faults.length > 0) throw new InvalidVariables(faults);
  const rendered = renderPreset(source, values);
  if (Buffer.byteLength(rendered.script) > limits.scriptBytes) {
    const detail = `make a script of more than ${limits.scriptBytes} bytes`;
    throw new InvalidVariables([{ pointer: '/variables', detail }]);
  }
  return rendered;
}
