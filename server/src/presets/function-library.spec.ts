import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFunctions } from './function-library.js';
import { builtInPresetsDir, PresetCatalogue } from './preset-catalogue.js';
import { checkFunctionSyntax } from './preset-syntax.js';

const functionText = (name: string, { needs = '', code = 'echo hello' } = {}): string =>
  `#!/bin/bash\n# ---\n# description: D\n# needs: [${needs}]\n# ---\n${name}() {\n  ${code}\n}\n`;

let root: string;
let builtIn: string;
let further: string;
let lib: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hyprbox-functions-'));
  builtIn = join(root, 'built-in');
  further = join(root, 'further');
  lib = join(further, 'lib');
  await Promise.all([mkdir(join(builtIn, 'lib'), { recursive: true }), mkdir(lib, { recursive: true })]);
  await writeFile(join(builtIn, 'lib/say.sh'), functionText('say'));
});
afterEach(() => rm(root, { recursive: true }));

const load = async (): Promise<string[]> => [...(await loadFunctions(builtIn, further)).keys()];

describe('the library of functions', () => {
  it('holds the built-in functions and those of the further directory, which may need each other', async () => {
    await writeFile(join(lib, 'shout.sh'), functionText('shout', { needs: 'say, whisper' }));
    await writeFile(join(lib, 'whisper.sh'), functionText('whisper', { needs: 'shout' }));
    await writeFile(join(lib, 'README.md'), 'not a function');
    await writeFile(join(lib, '.say.sh.swp.sh'), 'not a function either');
    expect(await load()).toEqual(['say', 'shout', 'whisper']);
    expect([...(await loadFunctions(builtIn, null)).keys()]).toEqual(['say']);
  });

  it('may be missing in a directory of presets', async () => {
    await rm(lib, { recursive: true });
    expect(await load()).toEqual(['say']);
  });

  it('is refused with a name taken twice, naming both files', async () => {
    await writeFile(join(lib, 'say.sh'), functionText('say'));
    await expect(load()).rejects.toThrow(
      `Preset file ${join(lib, 'say.sh')}: the name "say" is already taken by ${join(builtIn, 'lib/say.sh')}`,
    );
  });

  it('is refused with a need that nothing has, naming the line', async () => {
    await writeFile(join(lib, 'shout.sh'), functionText('shout', { needs: 'say, whisper' }));
    await expect(load()).rejects.toThrow(
      `Preset file ${join(lib, 'shout.sh')}: line 4: "needs": there is no function "whisper"`,
    );
  });

  it('does not let a built-in function need one of the further directory', async () => {
    await writeFile(join(builtIn, 'lib/say.sh'), functionText('say', { needs: 'shout' }));
    await writeFile(join(lib, 'shout.sh'), functionText('shout'));
    await expect(load()).rejects.toThrow('there is no function "shout"');
  });

  it('is refused with what bash can not read, by the line of the file', async () => {
    await writeFile(join(lib, 'shout.sh'), functionText('shout', { code: 'if true; echo; fi' }));
    await expect(load()).rejects.toThrow(/shout\.sh: line 7: bash can not read it: /);
  });

  it.each([
    ['a list', (owned: string) => `shout() { :; }; touch ${owned}; { :; }`],
    ['a list after a condition', (owned: string) => `shout() { :; } && { touch ${owned}; }`],
    ['a pipeline', (owned: string) => `shout() { :; } | { touch ${owned}; }`],
    ['a job', (owned: string) => `shout() { :; } & { touch ${owned}; }`],
    ['an end that is indented', (owned: string) => `shout() {\n  :\n }\ntouch ${owned}\nother() {\n  :\n}`],
    ['an end behind a command', (owned: string) => `shout() {\n  :; }\ntouch ${owned}\n{\n  :\n}`],
    ['an end behind a tab', (owned: string) => `shout() {\n  :\n\t}; touch ${owned}; {\n  :\n}`],
    ['an end in a here-document', (owned: string) => `shout() { :; } <<E\n}\nE\ntouch ${owned}; { :\n}`],
    ['a here-document without an end', () => 'shout() { cat <<E; }'],
    ['a here-document without an end behind it', (owned: string) => `shout() {\n  :\n  } <<E\ntouch ${owned}\n}`],
    ['a comment behind it', () => 'shout() { :; } # }'],
    ['a substitution in its redirection', (owned: string) => `shout() { :; } >"$(touch ${owned})"; { :; }`],
  ])('is refused with more than a function, and runs nothing of it: %s', async (_case, code) => {
    const owned = join(root, 'owned');
    await writeFile(join(lib, 'shout.sh'), functionText('shout').replace(/^shout[^]*/m, code(owned)));
    await expect(load()).rejects.toThrow(/^Preset file .*\/shout\.sh: (line|bash can not read it)/);
    expect(existsSync(owned)).toBe(false);
  });

  it.each([
    ['braces in texts, comments and here-documents', 'shout() {\n  cat <<E # }\n  }\n }; :\nE\n  echo "}" \'\n }\'\n}'],
    ['a function within', 'shout() {\n  loud() { echo "$1!"; }\n  { loud "$@"; }\n}'],
    ['a substitution and a case', 'shout() { case $(echo "a}") in (a) :;; *) { :; } ;; esac; }'],
  ])('takes %s for what they are', async (_case, code) => {
    await writeFile(join(lib, 'shout.sh'), functionText('shout').replace(/^shout[^]*/m, code));
    expect(await load()).toContain('shout');
  });

  it.each(['declare', 'exit', 'command'])('has no code run that is named as the command "%s"', async (name) => {
    const owned = join(root, 'owned');
    await writeFile(join(lib, `${name}.sh`), functionText(name, { code: `touch ${owned}` }));
    expect(await load()).toContain(name);
    expect(existsSync(owned)).toBe(false);
  });

  it.each([0o666, 0o664, 0o646])(
    'is refused with a file of mode %o, with such a directory, and by link',
    async (mode) => {
      const file = join(lib, 'shout.sh');
      await writeFile(file, functionText('shout'));
      await chmod(file, mode);
      await expect(load()).rejects.toThrow(`${file}: can be written by others (mode 0${mode.toString(8)})`);

      const elsewhere = join(root, 'elsewhere.sh');
      await rm(file);
      await writeFile(elsewhere, functionText('shout'));
      await symlink(elsewhere, file);
      expect(await load()).toContain('shout');
      await chmod(elsewhere, mode);
      await expect(load()).rejects.toThrow(`${file}: can be written by others`);

      await chmod(elsewhere, 0o644);
      await chmod(lib, mode | 0o111);
      await expect(load()).rejects.toThrow(`Preset file ${lib}: can be written by others`);
    },
  );

  it.runIf(process.geteuid?.() === 0)('is refused with a file of another user', async () => {
    await writeFile(join(lib, 'shout.sh'), functionText('shout'));
    await chown(join(lib, 'shout.sh'), 12_345, 0);
    await expect(load()).rejects.toThrow('shout.sh: belongs to another user (12345)');
  });

  it.each([
    ['a link that leads nowhere', () => symlink('/nonexistent', lib)],
    ['a file in its place', () => writeFile(lib, '')],
  ])('is refused with %s', async (_case, make) => {
    await rm(lib, { recursive: true });
    await make();
    await expect(load()).rejects.toThrow(`Preset file ${lib}: can not be read`);
  });
});

describe('the built-in functions', () => {
  /** Those of the names that stand where bash takes a word as a command, or at the start of what it is to run later. */
  function called(code: string, names: Iterable<string>): string[] {
    const commands = code.matchAll(
      /(?<=(?:^|[;&|({!'"]|\b(?:if|elif|then|else|while|until|do)\b)[ \t]*)\b([a-z_]+)(?![\w:])/gm,
    );
    const words = new Set([...commands].map(([, word = '']) => word.replaceAll('_', '-')));
    return [...names].filter((name) => words.has(name)).toSorted();
  }

  it('are what bash can read, and need what they call and nothing else', async () => {
    const library = await loadFunctions(builtInPresetsDir, null);
    expect(library.size).toBeGreaterThan(0);
    for (const used of library.values()) {
      await checkFunctionSyntax(used);
      const needs = used.needs.map(({ name }) => name).toSorted();
      const inside = used.body.slice(used.body.indexOf('{'));
      expect({ [used.name]: needs }).toEqual({ [used.name]: called(inside, library.keys()) });
    }
  });

  it('are used by the built-in presets, each where it is called and nowhere else, and never defined anew', async () => {
    const library = await loadFunctions(builtInPresetsDir, null);
    const catalogue = await PresetCatalogue.load(builtInPresetsDir, null);
    for (const { summary, body, functions } of catalogue.all()) {
      const uses = functions.map(({ name }) => name).toSorted();
      const insides = functions.map((used) => used.body.slice(used.body.indexOf('{')));
      expect({ [summary.name]: uses }).toEqual({
        [summary.name]: called([body, ...insides].join('\n'), library.keys()),
      });
      const own = [...body.matchAll(/^(\w+)\(\)/gm)].map(([, name = '']) => name.replaceAll('_', '-'));
      expect(own.filter((name) => library.has(name))).toEqual([]);
    }
  });

  it('are all in the documentation', async () => {
    const documentation = await readFile(new URL('../../../docs/presets.md', import.meta.url), 'utf8');
    const library = await loadFunctions(builtInPresetsDir, null);
    for (const { name, needs } of library.values()) {
      const row = documentation.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      const needed = [...(row?.split('|').at(-2) ?? '').matchAll(/`([a-z-]+)`/g)].map(([, word]) => word);
      expect({ [name]: row && needed }).toEqual({ [name]: needs.map((need) => need.name) });
    }
  });
});
