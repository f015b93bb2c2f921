import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settingNames, unknownSettings } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function textOf(...patterns: string[]): string {
  const files = globSync(patterns, { cwd: root }).filter((file) => !/\.spec\.ts$/.test(file));
  return files.map((file) => readFileSync(`${root}/${file}`, 'utf8')).join('\n');
}

/** The names that a program takes from its environment. */
function namesReadIn(text: string): string[] {
  const reads = /(?:env(?:ironment)?(?:\.|\[['"])|(?:read|attempt)\(\s*')(HYPRBOX_[A-Z_]+)/g;
  return [...new Set([...text.matchAll(reads)].map(([, name = '']) => name))];
}

describe('the list of settings', () => {
  it('holds every name that a program reads', () => {
    const names = namesReadIn(textOf('{server,agent,cli}/src/**/*.ts', '{scripts,e2e,bench}/**/*.{mjs,ts}'));
    expect(names).toEqual(expect.arrayContaining(['HYPRBOX_PORT', 'HYPRBOX_STATE_DIR', 'HYPRBOX_CHROMIUM']));
    expect(unknownSettings(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([]);
  });

  it('holds no name that nobody reads', () => {
    const text = textOf('{server,agent,cli}/src/**/*.ts');
    const names = [...settingNames.server, ...settingNames.agent, ...settingNames.client];
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('is documented', () => {
    const text = textOf('docs/operations.md');
    expect([...settingNames.server, ...settingNames.agent].filter((name) => !text.includes(name))).toEqual([]);
  });
});
