import { authoringLimits, type LintedFunction, type LintedPreset, type PresetFinding } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPresetFile, GitSources } from '../../../test/git-sources.js';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

const aFunction = (name: string, { body = 'echo "$*"', needs = '' } = {}): LintedFunction => ({
  name,
  source: `#!/usr/bin/env bash
# ---
# description: Says it.
${needs === '' ? '' : `# needs: [${needs}]\n`}# ---
${name.replaceAll('-', '_')}() {
  ${body}
}
`,
});

let server: TestServer;
let sources: GitSources;
let writer: PresetWriter;

beforeAll(async () => {
  server = await startTestServer();
  sources = await GitSources.start(server);
  writer = new PresetWriter(server.admin);
});
afterAll(async () => {
  await sources[Symbol.asyncDispose]();
  await server.stop();
});

const post = (body: object) => server.admin.post<LintedPreset>('/presets/lint', body);
const lint = async (body: object): Promise<PresetFinding[]> => {
  const answer = await post(body);
  expect(answer.status).toBe(200);
  return answer.body.findings;
};
const lintPreset = (name: string, source: string, functions: LintedFunction[] = []) =>
  lint({ name, source, file: { kind: 'PRESET', functions } });
const lintFunction = ({ name, source }: LintedFunction, functions: LintedFunction[] = []) =>
  lint({ name, source, file: { kind: 'FUNCTION', functions } });

describe('POST /api/presets/lint of a file', () => {
  it('needs its version, which it shows the script with', async () => {
    const { body } = await post({ source: aPresetFile({ version: 7 }), file: { kind: 'PRESET', functions: [] } });
    expect(body.findings).toEqual([]);
    expect(body.script).toContain(', version 7\n');
    expect(await lintPreset('missing', aSource({ body: 'set -euo pipefail' }))).toMatchObject([
      { line: 2, level: 'ERROR', code: 'FIELD', message: '"version" is missing' },
    ]);
  });

  it('is what a sync of the same files says', async () => {
    await writer.version('of-console', aSource());
    await writer.retired('once-of-console', aSource());
    const { git, fields } = await sources.repository();
    await git.commit({ 'of-git.sh': aPresetFile({ version: 3 }) });
    const source = await sources.add(fields);
    await sources.sync(source);
    expect(await lintPreset('of-git', aPresetFile({ version: 3 }))).toEqual([]);
    expect(await lintPreset('of-git', aPresetFile({ version: 4, title: 'Other' }))).toEqual([]);

    const presets: Record<string, string> = {
      'of-console': aPresetFile(),
      'once-of-console': aPresetFile({ version: 2 }),
      'of-git': aPresetFile({ version: 3, title: 'Other' }),
      'system-facts': aPresetFile({ version: 99 }),
      shouting: aPresetFile({ uses: 'shout, say', body: 'shout it; say it' }),
      typo: aPresetFile({ uses: 'shuot', body: 'shuot it' }),
    };
    const functions = [aFunction('shout', { needs: 'say', body: 'say "$*"' }), aFunction('say')];
    const findings = new Map<string, PresetFinding[]>();
    for (const [name, text] of Object.entries(presets)) findings.set(name, await lintPreset(name, text, functions));
    for (const each of functions) findings.set(`lib/${each.name}`, await lintFunction(each, functions));
    expect([...findings].filter(([, found]) => found.length > 0)).toMatchObject([
      ['of-console', [{ line: 1, code: 'NAME_TAKEN', message: expect.stringContaining('was written in HyprBox') }]],
      ['of-git', [{ line: 6, code: 'VERSION', message: expect.stringContaining('raise its "version"') }]],
      ['system-facts', [{ line: 1, code: 'NAME_TAKEN', message: expect.stringContaining('HyprBox brings') }]],
      ['typo', [{ line: 7, code: 'USES', message: expect.stringMatching(/no function "shuot".* shout/) }]],
      ['lib/say', [{ code: 'FUNCTION', message: expect.stringContaining('built-in function') }]],
    ]);

    await git.commit(
      Object.fromEntries([
        ...Object.entries(presets).map(([name, text]) => [`${name}.sh`, text] as const),
        ...functions.map(({ name, source: text }) => [`lib/${name}.sh`, text] as const),
      ]),
    );
    const { faults } = await sources.sync(source);
    const refused = [...findings].filter(([, found]) => found.length > 0).map(([name]) => `${name}.sh`);
    expect(faults.map(({ file }) => file).toSorted()).toEqual(refused.toSorted());
  });

  it('says that a name is taken also of what can not be read', async () => {
    expect((await lintPreset('system-facts', 'echo\n')).map(({ code }) => code)).toContain('NAME_TAKEN');
  });

  it('says when a number is lower than the current one', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'numbered.sh': aPresetFile({ version: 5 }) });
    await sources.sync(await sources.add(fields));
    expect(await lintPreset('numbered', aPresetFile({ version: 4 }))).toMatchObject([
      { line: 6, level: 'ERROR', code: 'VERSION', message: expect.stringContaining('version 5 is current') },
    ]);
  });

  it('says that the number stands for what was used with another function', async () => {
    const { git, fields } = await sources.repository();
    const preset = (version: number) => aPresetFile({ version, uses: 'cry', body: 'cry it' });
    const [before, after] = [aFunction('cry'), aFunction('cry', { body: 'echo "$1"' })];
    await git.commit({ 'crying.sh': preset(1), 'lib/cry.sh': before.source });
    await sources.sync(await sources.add(fields));
    expect(await lintPreset('crying', preset(1), [before])).toEqual([]);
    expect(await lintPreset('crying', preset(1), [after])).toMatchObject([{ line: 6, code: 'VERSION' }]);
    expect(await lintPreset('crying', preset(2), [after])).toEqual([]);
  });

  it('has the functions of its own lib and the built-in ones alone', async () => {
    const text = aPresetFile({ uses: 'shout', body: 'shout it' });
    expect(await lintPreset('shouting-alone', text)).toMatchObject([{ code: 'USES' }]);
    const lacking = [aFunction('shout', { needs: 'nothing-such' })];
    expect(await lintPreset('shouting-alone', text, lacking)).toMatchObject([{ code: 'USES' }]);
  });

  it('may be a function, with places of its own', async () => {
    expect(await lintFunction(aFunction('put-it'))).toEqual([]);
    expect(await lintFunction(aFunction('put-it', { body: 'echo $1' }))).toMatchObject([
      { line: 6, column: 8, level: 'INFO', code: 'SC2086' },
    ]);
    expect(await lintFunction(aFunction('put-it', { body: 'if true; then echo' }))).toContainEqual(
      expect.objectContaining({ level: 'ERROR', code: expect.stringMatching(/^(SC1\d+|BASH)$/) }),
    );
    expect(await lintFunction(aFunction('put-it', { needs: 'gone' }))).toMatchObject([
      { line: 4, level: 'ERROR', code: 'FUNCTION', message: '"needs": there is no function "gone"' },
    ]);
    const other = { ...aFunction('other'), name: 'put-it' };
    expect(await lintFunction(other)).toMatchObject([{ line: 5, code: 'FUNCTION' }]);
    const two = aFunction('put-it', { body: `:\n  }; rm -r /tmp/x; {\n  :` });
    expect(await lintFunction(two)).toMatchObject([{ level: 'ERROR', code: 'FUNCTION' }]);
  });

  it('refuses more functions than there may be', async () => {
    const functions = Array.from({ length: authoringLimits.lintedFunctions + 1 }, (_, at) => aFunction(`f${at}`));
    const { status, body } = await post({ source: aPresetFile(), file: { kind: 'PRESET', functions } });
    expect([status, body]).toMatchObject([400, { errors: [{ pointer: '/file/functions' }] }]);
    expect((await post({ source: '', file: { kind: 'FUNCTION' } })).status).toBe(400);
  });
});
