import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtInPresetsDir, PresetCatalogue } from './preset-catalogue.js';
import { hashOfVersion } from './records/version-hash.js';

/** Name → version → SHA-256, of all that ever shipped. */
type ShippedVersions = Record<string, Record<string, string>>;

const file = fileURLToPath(new URL('../../preset-versions.json', import.meta.url));
const update = 'npx vitest run --project unit server/src/presets/shipped-versions -u';

describe('the versions of the built-in presets', () => {
  let committed: ShippedVersions;
  let shipped: { name: string; version: number; sha256: string }[];

  beforeAll(async () => {
    committed = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as ShippedVersions;
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    shipped = catalogue.all().map(({ summary: { name, version }, template, functions }) => ({
      name,
      version,
      sha256: hashOfVersion(template, functions),
    }));
  });

  it('are raised with every change of a preset, or of a function that it uses', () => {
    const changed = shipped.filter(({ name, version, sha256 }) => (committed[name]?.[version] ?? sha256) !== sha256);
    expect(changed.map(({ name, version }) => `raise the version of ${name}: ${version} was something else`)).toEqual(
      [],
    );
  });

  it('only rise', () => {
    const newest = (name: string): number => Math.max(0, ...Object.keys(committed[name] ?? {}).map(Number));
    const lowered = shipped.filter(({ name, version }) => version < newest(name));
    expect(lowered.map(({ name }) => `raise the version of ${name} above ${newest(name)}`)).toEqual([]);
  });

  it(`are all in server/preset-versions.json, which "${update}" adds new ones to`, async () => {
    const all = structuredClone(committed);
    for (const { name, version, sha256 } of shipped) {
      all[name] = { ...all[name], [version]: all[name]?.[version] ?? sha256 };
    }
    const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});
