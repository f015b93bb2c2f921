import { limits, type PresetVariable } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { InvalidVariables } from './presets.errors.js';
import { renderChecked } from './render-checked.js';

const variable = (name: string, required = false): PresetVariable => ({
  name,
  type: 'string',
  label: name,
  description: '',
  required,
  default: null,
});
const notes = Array.from({ length: 9 }, (_, index) => `note${index}`);

const render = (given: Record<string, unknown>) =>
  renderChecked(
    {
      name: 'greeting',
      version: 4,
      variables: [variable('who', true), ...notes.map((name) => variable(name))],
      functions: [],
      body: 'echo "hello $who"\n',
    },
    given,
  );

describe('the script for values that somebody gave', () => {
  it('holds them', () => {
    const { script, version } = render({ who: 'world' });
    expect(script).toContain(`who='world'`);
    expect(version).toBe(4);
  });

  it('is refused with every variable that is missing or unknown', () => {
    const refused = () => render({ extra: 1 });
    expect(refused).toThrow(InvalidVariables);
    expect(refused).toThrow(
      expect.objectContaining({
        status: 400,
        faults: [
          { pointer: '/variables/who', detail: 'is required' },
          { pointer: '/variables/extra', detail: 'is not a variable of this preset' },
        ],
      }),
    );
  });

  it('is refused where the values together make it too long', () => {
    const long = 'x'.repeat(64 * 1024);
    expect(() => render({ who: 'world', ...Object.fromEntries(notes.map((name) => [name, long])) })).toThrow(
      expect.objectContaining({
        faults: [{ pointer: '/variables', detail: `make a script of more than ${limits.scriptBytes} bytes` }],
      }),
    );
  });
});
