import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PresetCatalogue } from './preset-catalogue.js';
import { InvalidVariables, PresetNotFound } from './presets.errors.js';
import { PresetsService } from './presets.service.js';

const file = `#!/usr/bin/env bash
# ---
# title: Greeting
# description: Says hello
# category: Test
# version: 4
# variables:
#   - { name: who, type: string, required: true }
${Array.from({ length: 9 }, (_, index) => `#   - { name: note${index}, type: string }`).join('\n')}
# ---
echo "hello $who"
`;

let dir: string;
let presets: PresetsService;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
  await writeFile(join(dir, 'greeting.sh'), file);
  presets = new PresetsService(await PresetCatalogue.load(dir, null));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the presets service', () => {
  it('lists presets without their files, and gives one with its file', () => {
    const [summary] = presets.list(1).items;
    expect(summary).toMatchObject({ name: 'greeting', version: 4 });
    expect(summary).not.toHaveProperty('template');
    expect(presets.get('greeting')).toEqual({ ...summary, template: file, functions: [] });
  });

  it('renders with the values given', () => {
    const { script, version } = presets.render('greeting', { who: 'world' });
    expect(script).toContain(`who='world'`);
    expect(version).toBe(4);
  });

  it('names every variable that is missing or unknown', () => {
    const render = () => presets.render('greeting', { extra: 1 });
    expect(render).toThrow(InvalidVariables);
    expect(render).toThrow(
      expect.objectContaining({
        status: 400,
        faults: [
          { pointer: '/variables/who', detail: 'is required' },
          { pointer: '/variables/extra', detail: 'is not a variable of this preset' },
        ],
      }),
    );
  });

  it('knows no preset of another name', () => {
    expect(() => presets.get('toString')).toThrow(PresetNotFound);
    expect(() => presets.render('nope', {})).toThrow(
      expect.objectContaining({ status: 404, code: 'PRESET_NOT_FOUND' }),
    );
  });

  it('refuses values that together make the script too long', () => {
    const long = 'x'.repeat(64 * 1024);
    const notes = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`note${index}`, long]));
    expect(() => presets.render('greeting', { who: 'world', ...notes })).toThrow(
      expect.objectContaining({
        faults: [{ pointer: '/variables', detail: `make a script of more than ${limits.scriptBytes} bytes` }],
      }),
    );
  });
});
