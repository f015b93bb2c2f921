import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variableTypes } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInPresetsDir, PresetCatalogue } from './preset-catalogue.js';
import { PresetFileError } from './preset-file-error.js';
import { checkPresetSyntax } from './preset-syntax.js';
import { checkVariables } from './variable-check.js';

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

/** Root in a container often may not. */
function mayMount(): boolean {
  return spawnSync('unshare', ['--mount', 'true']).status === 0;
}

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

  it.each([0o666, 0o664, 0o646])('is refused with a file of mode %o, and with such a directory', async (mode) => {
    const file = join(further, 'own.sh');
    await writeFile(file, presetText());
    await chmod(file, mode);
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(
      `Preset file ${file}: can be written by others (mode 0${mode.toString(8)})`,
    );
    await chmod(file, 0o644);
    await chmod(further, mode | 0o111);
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(`Preset file ${further}: can be written by`);
  });

  it.runIf(mayMount())('takes a directory of root’s that is mounted read-only, whatever its mode', async () => {
    const mounted = join(root, 'mounted');
    await mkdir(mounted);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=0777', 'tmpfs', mounted]);
    try {
      await mkdir(join(mounted, '..2026'), { mode: 0o755 });
      await writeFile(join(mounted, '..2026', 'own.sh'), presetText());
      await symlink('..2026', join(mounted, '..data'));
      await symlink('..data/own.sh', join(mounted, 'own.sh'));
      await expect(PresetCatalogue.load(builtIn, mounted)).rejects.toThrow(`${mounted}: can be written by others`);
      execFileSync('mount', ['-o', 'remount,bind,ro', mounted]);
      expect(names(await PresetCatalogue.load(builtIn, mounted))).toEqual(['own', 'shipped']);
    } finally {
      execFileSync('umount', [mounted]);
    }
  });

  it.runIf(process.geteuid?.() === 0)('is refused with a file of another user', async () => {
    const file = join(further, 'own.sh');
    await writeFile(file, presetText());
    await chown(file, 12_345, 0);
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(`${file}: belongs to another user (12345)`);
  });

  it('is refused with a broken file, naming it and the fault', async () => {
    await writeFile(join(further, 'own.sh'), presetText().replace('# version: 1\n', ''));
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(
      `Preset file ${join(further, 'own.sh')}: line 2: "version" is missing`,
    );
  });

  it('is refused without its directory, and with a preset that can not be read', async () => {
    await mkdir(join(further, 'directory.sh'));
    await expect(PresetCatalogue.load(builtIn, further)).rejects.toThrow(/directory\.sh: is no regular file/);
    await expect(PresetCatalogue.load(builtIn, join(root, 'missing'))).rejects.toThrow(/missing: can not be read/);
  });

  it.each([
    ['a syntax error, by the line of the file', 'echo\nif true; then', 'line 9: bash'],
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
    const files = (await readdir(builtInPresetsDir)).filter((name) => name !== 'lib');
    expect(names(catalogue).map((name) => `${name}.sh`)).toEqual(files.toSorted());
    await Promise.all(catalogue.all().map((preset) => checkPresetSyntax(preset.summary.name, preset)));
  });

  it('take the names of roles that PostgreSQL takes, up to its 63 bytes', async () => {
    const variables = (await PresetCatalogue.load(builtInPresetsDir, null)).find('postgresql')?.summary.variables ?? [];
    const role = variables.filter(({ name }) => name === 'role');
    const isTaken = (value: string): boolean => checkVariables(role, { role: value }).faults.length === 0;
    const long = ['a', '_', 'p', 'pa', 'p_', 'pg', 'pga', 'pg1'].map((start) => start.padEnd(63, 'z'));
    expect(['a', 'p', 'pg', 'postgres_exporter', ...long].filter((name) => !isTaken(name))).toEqual([]);
    const refused = ['pg_', 'pg_monitor', '1a', 'A', '', ...long.map((name) => `${name}z`)];
    expect(refused.filter(isTaken)).toEqual([]);
  });

  it('use every type of variable, and say what each is for', async () => {
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    const variables = catalogue.all().flatMap(({ summary }) => summary.variables);
    expect(new Set(variables.map(({ type }) => type))).toEqual(new Set(variableTypes));
    expect(variables.filter(({ label, description }) => label === '' || description === '')).toEqual([]);
  });

  it('have no shell function twice: what two of them have is one that they use', async () => {
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    const defined = catalogue.all().flatMap(({ body }) => [...body.matchAll(/^(\w+)\(\)/gm)].map(([, name]) => name));
    expect(defined.length).toBeGreaterThan(0);
    expect(defined.filter((name, index) => defined.indexOf(name) !== index)).toEqual([]);
  });

  it('are all in the documentation', async () => {
    const documentation = await readFile(new URL('../../../docs/presets.md', import.meta.url), 'utf8');
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    expect(names(catalogue).filter((name) => !documentation.includes(`| \`${name}\``))).toEqual([]);
  });
});
