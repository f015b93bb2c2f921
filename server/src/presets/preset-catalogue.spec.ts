import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variableTypes } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInPresetsDir, PresetCatalogue } from './preset-catalogue.js';
import { PresetFileError } from './preset-file-error.js';
import { checkSyntax } from './preset-syntax.js';

const presetText = (body = 'echo hello') =>
  [
    '#!/usr/bin/env bash',
    '# ---',
    '# title: T',
    '# description: D',
    '# category: C',
    '# version: 1',
    '# ---',
    body,
  ].join('\n');

let root: string;
let builtIn: string;
let further: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hyprbox-catalogue-'));
  builtIn = join(root, 'built-in');
  further = join(root, 'further');
  await Promise.all([mkdir(builtIn), mkdir(further)]);
  await writeFile(join(builtIn, 'shipped.sh'), presetText());
});
afterEach(() => rm(root, { recursive: true }));

const names = (catalogue: PresetCatalogue): string[] => catalogue.all().map(({ summary }) => summary.name);

describe('the preset catalogue', () => {
  it('holds the built-in presets and those of the further directory, by name', async () => {
    await writeFile(join(further, 'own.sh'), presetText());
    await writeFile(join(further, 'README.md'), 'not a preset');
    await writeFile(join(further, '.own.sh.swp.sh'), 'not a preset either');
    expect(names(await PresetCatalogue.load(builtIn, null))).toEqual(['shipped']);
    const catalogue = await PresetCatalogue.load(builtIn, further);
    expect(names(catalogue)).toEqual(['own', 'shipped']);
    expect(catalogue.find('own')?.template).toBe(presetText());
    expect(catalogue.find('constructor')).toBeUndefined();
  });

  it('is refused with a name taken twice, naming both files', async () => {
    await writeFile(join(further, 'shipped.sh'), presetText());
    const load = PresetCatalogue.load(builtIn, further);
    await expect(load).rejects.toThrow(PresetFileError);
    await expect(load).rejects.toThrow(join(further, 'shipped.sh'));
    await expect(load).rejects.toThrow(join(builtIn, 'shipped.sh'));
  });

  it('is refused with a broken file, naming it and the fault', async () => {
    await writeFile(join(further, 'own.sh'), presetText().replace('# version: 1\n', ''));
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(
      `Preset file ${join(further, 'own.sh')}: "version" is missing`,
    );
  });

  it('is refused without its directory, and with a preset that can not be read', async () => {
    await mkdir(join(further, 'directory.sh'));
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(/directory\.sh: can not be read/);
    await expect(PresetCatalogue.load(builtIn, join(root, 'missing'))).rejects.toThrow(/missing: can not be read/);
  });

  it.each([
    ['a syntax error, by the line of the file', 'echo\nif true; then', 'line 10'],
    ['a body that closes the function it is put into', '}\ntouch /tmp/escaped\n{', 'line 8'],
    ['a here-document left open', "cat <<'END'\nnever ended", 'can not read it'],
  ])('is refused with %s', async (_case, body, fault) => {
    await writeFile(join(further, 'own.sh'), presetText(body));
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(fault);
  });
});

describe('the built-in presets', () => {
  it('are one for each file, and what bash can read', async () => {
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    expect(names(catalogue).map((name) => `${name}.sh`)).toEqual((await readdir(builtInPresetsDir)).toSorted());
    await Promise.all(catalogue.all().map((preset) => checkSyntax(preset.summary.name, preset)));
  });

  it('use every type of variable, and say what each is for', async () => {
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    const variables = catalogue.all().flatMap(({ summary }) => summary.variables);
    expect(new Set(variables.map(({ type }) => type))).toEqual(new Set(variableTypes));
    expect(variables.filter(({ label, description }) => label === '' || description === '')).toEqual([]);
  });

  it('word a shell function the same wherever its name is used', async () => {
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    const wordings = new Map<string, string>();
    for (const { summary, body } of catalogue.all()) {
      for (const [text, name = ''] of body.matchAll(/^([a-z_]+)\(\) \{(?:.*\}$|[^]*?^\}$)/gm)) {
        expect(`${summary.name}: ${text}`).toBe(`${summary.name}: ${wordings.get(name) ?? text}`);
        wordings.set(name, text);
      }
    }
    expect(wordings.has('fail')).toBe(true);
  });

  it('are all in the documentation', async () => {
    const documentation = await readFile(new URL('../../../docs/presets.md', import.meta.url), 'utf8');
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    expect(names(catalogue).filter((name) => !documentation.includes(`| \`${name}\``))).toEqual([]);
  });
});
