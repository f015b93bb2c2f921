import type { AuditEvent, Page, PresetSource, Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aPresetFile, GitSources } from '../../../test/git-sources.js';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { startReplica } from '../../../test/replica.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { SourceTaking } from './source-taking.service.js';

const noCommit = '0'.repeat(40);

describe('what sources bring', () => {
  let server: TestServer;
  let sources: GitSources;

  beforeAll(async () => {
    server = await startTestServer();
    sources = await GitSources.start(server);
  });
  afterAll(async () => {
    await sources[Symbol.asyncDispose]();
    await server.stop();
  });

  const sql = (text: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
    server.app.get(DataSource).query(text, parameters);
  const auditOf = async (target: string): Promise<AuditEvent[]> =>
    (await server.admin.get<Page<AuditEvent>>(`/audit?target=${target}`)).body.items;
  const actionsOf = async (target: string): Promise<string[]> => (await auditOf(target)).map(({ action }) => action);
  const runs = async (preset: string): Promise<string> => {
    const { body } = await server.admin.post<{ script: string }>(`/presets/${preset}/render`, { variables: {} });
    return body.script;
  };

  it('bring versions, functions of their own and built-in ones, and what they leave out is retired', async () => {
    const { git, fields } = await sources.repository();
    const lib = `#!/usr/bin/env bash
# ---
# description: Says hello.
# ---
say_hello() {
  echo "hello from the library"
}
`;
    const first = await git.commit({
      'README.md': 'about',
      'linux/one.sh': aPresetFile(),
      'linux/two.sh': aPresetFile({ uses: 'say-hello, on-error', body: 'say_hello' }),
      'linux/lib/say-hello.sh': lib,
      'linux/.swp.sh': 'x',
    });
    const source = await sources.add({ ...fields, path: 'linux' });
    const { lastChange: brought, ...seen } = await sources.sync(source);
    expect(seen).toMatchObject({ state: 'OK', presets: 2, commit: first });
    expect(brought).toEqual({
      commit: first,
      at: expect.any(String),
      published: [
        { name: 'one', version: 1, before: 0 },
        { name: 'two', version: 1, before: 0 },
      ],
      ...{ publishedCount: 2, returned: [], returnedCount: 0, retired: [], retiredCount: 0 },
    });
    expect(await runs('two')).toContain('hello from the library');
    expect(await sources.preset('two')).toMatchObject({ origin: 'GIT', sourceName: fields.name, version: 1 });

    await git.commit({ 'linux/one.sh': null, 'linux/two.sh': aPresetFile({ version: 3 }) }, 'Raise two\n\nmore');
    const left = await sources.sync(source);
    expect(left).toMatchObject({ state: 'OK', presets: 1 });
    expect(left.lastChange).toMatchObject({ published: [{ name: 'two', version: 3, before: 1 }], retired: ['one'] });
    // It stays told until there is another one.
    expect((await sources.sync(source)).lastChange).toEqual(left.lastChange);
    expect(await sources.preset('one')).toMatchObject({ state: 'RETIRED' });
    expect(await sources.preset('two')).toMatchObject({ version: 3 });
    const versions = await sql(
      `SELECT version, message, "commit" FROM preset_versions WHERE preset = 'two' ORDER BY 1`,
    );
    expect(versions).toMatchObject([
      { version: 1, commit: first },
      { version: 3, message: 'Raise two' },
    ]);
    const [published] = await auditOf('two');
    expect(published).toMatchObject({
      action: 'preset.publish',
      details: { preset: 'two', version: 3, origin: 'GIT', message: 'Raise two', diffSha256: expect.any(String) },
    });

    await git.commit({ 'linux/one.sh': aPresetFile() });
    const back = await sources.sync(source);
    expect(back).toMatchObject({
      presets: 2,
      lastChange: { publishedCount: 0, returned: [{ name: 'one', version: 1 }] },
    });
    expect(await sources.preset('one')).toMatchObject({ state: 'PUBLISHED', version: 1 });
  });

  it('retire nothing where the directory has no preset, and say where there are some', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({
      'presets/guarded.sh': aPresetFile(),
      'presets/guarded-too.sh': aPresetFile(),
      'docs/linux/lib/x.sh': 'x',
      'docs/about': 'x',
    });
    const inPresets = { ...fields, path: 'presets' };
    const fresh = await sources.add({ ...fields, name: 'fresh' });
    const wrong = 'There is no *.sh file in the root of the repository; there are some in "presets": set the path.';
    expect(await sources.sync(fresh)).toMatchObject({ state: 'FAILED', problem: wrong, commit: null });
    const source = await sources.add(inPresets);
    expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 2 });
    const wrongly = async (path: string): Promise<string | null> => {
      await server.admin.put(`/preset-sources/${source.id}`, { ...fields, path });
      const { state, problem, presets } = await sources.sync(source);
      expect([state, presets]).toEqual(['FAILED', 2]);
      return problem;
    };
    const kept = 'The presets that came from this source stay in use: 2. To retire them, remove the source.';
    expect(await wrongly('')).toBe(`${wrong} ${kept}`);
    expect(await wrongly('docs')).toContain('no *.sh file in "docs"; there are some in "presets"');
    expect(await wrongly('no-such')).toBe(
      'The branch has no directory "no-such"; there are *.sh files in "presets": set the path.',
    );
    // People look for a file in the repository, not below the directory alone.
    await git.commit({ 'presets/faulty.sh': 'echo' });
    await server.admin.put(`/preset-sources/${source.id}`, inPresets);
    expect(await sources.sync(source)).toMatchObject({ state: 'FAULTY', faults: [{ file: 'presets/faulty.sh' }] });
    await git.commit({ 'presets/faulty.sh': null });
    // What lies there is a program's.
    await git.commit({ 'install.sh': '#!/bin/sh\necho' });
    expect(await wrongly('')).toBe(`No *.sh file in the root of the repository is a preset: look at the path. ${kept}`);
    expect(await sources.preset('guarded')).toMatchObject({ state: 'PUBLISHED', problem: null });
    await server.admin.put(`/preset-sources/${source.id}`, { ...fields, path: './presets/' });
    expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 2, path: 'presets', problem: null });
  });

  it('keep the last good version of what is broken, renumbered or taken, and show it', async () => {
    const { git, fields } = await sources.repository();
    const names = ['broken', 'lowered', 'unnumbered', 'unclosed'];
    await git.commit(Object.fromEntries(names.map((name) => [`${name}.sh`, aPresetFile({ version: 2 })])));
    const source = await sources.add(fields);
    await sources.sync(source);
    await git.commit({
      'broken.sh': aPresetFile({ version: 3 }).replace('# category', '# kategory'),
      'lowered.sh': aPresetFile({ version: 1, body: 'echo lower' }),
      'unnumbered.sh': aPresetFile({ version: 2, body: 'echo other' }),
      'unclosed.sh': aPresetFile({ version: 3, body: 'if true; then' }),
      'system-facts.sh': aPresetFile(),
      'sound.sh': aPresetFile(),
      'lib/on-error.sh': '#!/usr/bin/env bash\n# ---\n# description: x\n# ---\non_error() { :; }\n',
    });
    const { state, faults, presets } = await sources.sync(source);
    expect([state, presets]).toEqual(['FAULTY', 5]);
    const words = Object.fromEntries(faults.map(({ file, message }) => [file, message]));
    expect(words).toEqual({
      'broken.sh': expect.stringContaining('kategory'),
      'lowered.sh': expect.stringContaining('version 2 is current'),
      'unnumbered.sh': expect.stringContaining('raise its "version"'),
      'unclosed.sh': expect.stringContaining('bash can not read it'),
      'system-facts.sh': expect.stringContaining('taken'),
      'lib/on-error.sh': expect.stringContaining('built-in'),
    });
    // The line that bash names of what is not closed is the one behind the last.
    const lines = Object.fromEntries(faults.map(({ file, line }) => [file, line]));
    expect(lines).toMatchObject({ 'lowered.sh': 6, 'unnumbered.sh': 6, 'unclosed.sh': 9 });
    expect(words['unclosed.sh']).not.toContain('line');
    for (const name of names) {
      expect(await sources.preset(name)).toMatchObject({
        version: 2,
        state: 'PUBLISHED',
        problem: expect.stringContaining(String(faults.find(({ file }) => file === `${name}.sh`)?.message)),
      });
      expect(await runs(name)).toContain('echo "hello"');
    }
    expect(await sources.preset('system-facts')).toMatchObject({ origin: 'BUILTIN', problem: null });
    expect(await sources.preset('sound')).toMatchObject({ version: 1, problem: null });
    const { git: second, fields: others } = await sources.repository();
    await second.commit({ 'sound.sh': aPresetFile({ version: 9 }) });
    const { faults: taken } = await sources.sync(await sources.add(others));
    expect(taken).toMatchObject([
      { file: 'sound.sh', message: `the name is taken by a preset of the source “${fields.name}”` },
    ]);

    await git.commit(Object.fromEntries(names.map((name) => [`${name}.sh`, aPresetFile({ version: 4 })])));
    await sources.sync(source);
    for (const name of names) expect(await sources.preset(name)).toMatchObject({ version: 4, problem: null });
  });

  it('go on with a name, and with its numbers, once whoever had it has retired it', async () => {
    const presets = new PresetWriter(server.admin);
    await presets.version('moves', aSource());
    await presets.version('moves', aSource({ body: 'echo two' }), 1);
    const { git, fields } = await sources.repository();
    await git.commit({ 'moves.sh': aPresetFile({ version: 3 }) });
    const source = await sources.add(fields);
    expect((await sources.sync(source)).faults).toMatchObject([{ message: expect.stringContaining('is taken by') }]);
    await presets.retire('moves', { reason: 'It is in git now' });
    expect(await sources.preset('moves')).toMatchObject({ retiredReason: 'It is in git now', state: 'RETIRED' });
    expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 1 });
    expect(await sources.preset('moves')).toMatchObject({ origin: 'GIT', version: 3, retiredReason: null });

    // Its file left one repository for another.
    await git.commit({ 'moves.sh': null, 'stays.sh': aPresetFile() });
    await sources.sync(source);
    const { body: refused } = await server.admin.post<Problem>('/presets/moves/render', { variables: {} });
    expect([refused.code, refused.detail]).toEqual([
      'PRESET_RETIRED',
      `The preset moves is retired: nothing new is started with it. Its file is gone from the source “${fields.name}”: ` +
        'put it back there, or choose another one.',
    ]);
    expect(await sources.preset('moves')).toMatchObject({ state: 'RETIRED', retiredReason: 'its file is gone' });
    const { git: second, fields: others } = await sources.repository();
    await second.commit({ 'moves.sh': aPresetFile({ version: 2 }) });
    const next = await sources.add(others);
    expect((await sources.sync(next)).faults).toMatchObject([{ message: expect.stringContaining('higher "version"') }]);
    expect(await sources.preset('moves')).toMatchObject({ state: 'RETIRED', sourceName: fields.name });
    await second.commit({ 'moves.sh': aPresetFile({ version: 4 }) });
    expect(await sources.sync(next)).toMatchObject({ state: 'OK' });
    expect(await sources.preset('moves')).toMatchObject({ state: 'PUBLISHED', version: 4, sourceName: others.name });
    await git.commit({ 'moves.sh': aPresetFile({ version: 5 }) });
    expect((await sources.sync(source)).faults).toMatchObject([
      { message: expect.stringContaining(`the source “${others.name}”`) },
    ]);

    // And back to the console, as its source is deleted.
    await server.admin.delete(`/preset-sources/${next.id}`);
    expect(await sources.preset('moves')).toMatchObject({ state: 'RETIRED', retiredReason: 'its source was deleted' });
    await server.admin.delete(`/preset-sources/${source.id}`);
    await presets.version('moves', aSource({ body: 'echo five' }), 4);
    expect(await sources.preset('moves')).toMatchObject({ origin: 'CONSOLE', version: 5, sourceId: null });
  });

  it('are taken within seconds where they are many, large and all different', async () => {
    const { git, fields } = await sources.repository();
    const large = (version: number): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `large-${index}.sh`,
          aPresetFile({
            version,
            body: Array.from({ length: 6_000 }, (_, line) => `echo "version ${version} of line ${line}"`).join('\n'),
          }),
        ]),
      );
    await git.commit(large(1));
    const source = await sources.add(fields);
    expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 40 });
    await git.commit(large(2));
    expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 40 });
  });

  it('keep none of the others back by a file whose faults hold what no database keeps', async () => {
    const { git, fields } = await sources.repository();
    const keyed = (key: string): string => aPresetFile().replace('# title', `# "a${key}b": 1\n# title`);
    await git.commit({ 'unhindered.sh': aPresetFile(), 'nul.sh': keyed('\\0'), 'half.sh': keyed('\\ud800') });
    const source = await sources.sync(await sources.add(fields));
    expect(source).toMatchObject({ state: 'FAULTY', presets: 1, faultCount: 2 });
    for (const { message } of source.faults) expect(message).toContain('unknown field "a\uFFFDb"');
  });

  it('say so where the server itself could not keep what it found, and take it the next time', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'unkept.sh': aPresetFile() });
    const taking = vi.spyOn(server.app.get(SourceTaking, { strict: false }), 'keep');
    taking.mockRejectedValue(new Error('the disk of the database is full'));
    const source = await sources.add(fields);
    const now = async () => (await server.admin.get<PresetSource>(`/preset-sources/${source.id}`)).body;
    await eventually(async () => expect(await now()).toMatchObject({ state: 'FAILED', presets: 0 }));
    expect((await now()).problem).toContain('its log says why');
    expect((await server.admin.post(`/preset-sources/${source.id}/sync`, {})).status).toBe(500);
    taking.mockRestore();
    expect(await sources.sync(source)).toMatchObject({ state: 'OK', problem: null, presets: 1 });
  });

  it('never follow a link or a submodule, and name what has no name for a preset', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({
      'linked.sh': { link: '/etc/passwd' },
      'outside.sh': { link: '../../../../etc/hostname' },
      'sub.sh': { submodule: '1'.repeat(40) },
      'evil\nname\u001b[2J.sh': aPresetFile(),
      'Upper.sh': aPresetFile(),
      'huge.sh': aPresetFile({ body: `: ${'x'.repeat(300 * 1024)}` }),
      'nul.sh': aPresetFile({ body: 'echo a\0b' }),
      'crlf.sh': aPresetFile().replaceAll('\n', '\r\n'),
      'fine.sh': aPresetFile(),
      lib: { link: '/etc' },
    });
    const { state, faults, presets } = await sources.sync(await sources.add(fields));
    expect([state, presets]).toEqual(['FAULTY', 1]);
    const words = Object.fromEntries(faults.map(({ file, message }) => [file, message]));
    expect(words).toEqual({
      'linked.sh': expect.stringContaining('symbolic link'),
      'outside.sh': expect.stringContaining('symbolic link'),
      'sub.sh': expect.stringContaining('submodule'),
      '"evil\\nname\\u001b[2J.sh"': expect.stringContaining('must match'),
      'Upper.sh': expect.stringContaining('must match'),
      'huge.sh': expect.stringContaining('larger than'),
      'nul.sh': expect.stringContaining('NUL'),
      'crlf.sh': expect.stringContaining('carriage return'),
      lib: expect.stringContaining('symbolic link'),
    });
    const { git: linked, fields: others } = await sources.repository();
    await linked.commit({ presets: { link: '/etc' } });
    const failed = await sources.sync(await sources.add({ ...others, path: 'presets' }));
    expect(failed).toMatchObject({ state: 'FAILED', problem: 'The branch has no directory "presets".' });
  });

  it('take nothing of a rewritten branch before somebody accepts what it has', async () => {
    const { git, fields } = await sources.repository();
    const base = await git.commit({ 'kept.sh': aPresetFile() });
    await git.commit({ 'kept.sh': aPresetFile({ version: 2 }) });
    const source = await sources.add(fields);
    const { commit } = await sources.sync(source);
    await git.rewind(base);
    const rewritten = await git.commit({ 'kept.sh': aPresetFile({ version: 3, body: 'echo evil' }) });
    const diverged = await sources.sync(source);
    expect(diverged).toMatchObject({ state: 'DIVERGED', commit, divergedCommit: rewritten });
    expect(await sources.preset('kept')).toMatchObject({ version: 2 });
    const wrong = await server.admin.post<Problem>(`/preset-sources/${source.id}/sync`, { acceptCommit: noCommit });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'COMMIT_NOT_THERE']);
    expect(await sources.preset('kept')).toMatchObject({ version: 2 });
    const accepted = await sources.sync(source, { acceptCommit: rewritten });
    expect(accepted).toMatchObject({ state: 'OK', commit: rewritten, divergedCommit: null, problem: null });
    expect(await sources.preset('kept')).toMatchObject({ version: 3 });
  });

  it('write nothing but that they were looked at where nothing is new', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'same.sh': aPresetFile() });
    const source = await sources.add(fields);
    const before = await sources.sync(source);
    const rows = `SELECT (SELECT count(*) FROM audit_events) AS events, xmin::text FROM presets WHERE name = 'same'`;
    const kept = await sql(rows);
    const call = (): Promise<Response> => fetch(source.webhookUrl, { method: 'POST', body: '{"any": "thing' });
    expect((await call()).status).toBe(204);
    await eventually(async () => (await sources.get(source)).checkedAt !== before.checkedAt);
    const after = await sources.get(source);
    expect(after).toEqual({ ...before, checkedAt: after.checkedAt });
    expect(await sql(rows)).toEqual(kept);
    expect((await sources.sync(source)).syncedAt).not.toBe(before.syncedAt);
    expect(await sql(rows)).toEqual(kept);
  });

  it('are looked at by one replica at a time, and what one takes is there for all', async () => {
    await using replica = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
      HYPRBOX_DATA_DIR: `${sources.path}/replica`,
    });
    sources.trustedBy(replica.app);
    const { git, fields } = await sources.repository();
    await git.commit({ 'shared.sh': aPresetFile() });
    const source = await sources.add(fields);
    await sources.sync(source);
    let [open, most] = [0, 0];
    sources.https.intercept = (request, response) => {
      if (!request.url?.startsWith(`/${fields.name}/info/refs`)) return false;
      open += 1;
      most = Math.max(most, open);
      response.once('close', () => (open -= 1));
      return false;
    };
    await git.commit({ 'shared.sh': aPresetFile({ version: 2 }) });
    const sync = (url: string): Promise<Response> =>
      fetch(`${url}/api/preset-sources/${source.id}/sync`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.admin.token ?? ''}`, 'content-type': 'application/json' },
        body: '{}',
      });
    const answers = await Promise.all([server.url, replica.url, replica.url].map(sync));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    sources.https.intercept = () => false;
    expect(most).toBe(1);
    expect(await sql(`SELECT version FROM preset_versions WHERE preset = 'shared' ORDER BY 1`)).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    expect((await actionsOf('shared')).length).toBe(2);

    // One that died leaves its claim behind, and others take over.
    await sql(`UPDATE preset_sources SET claimed_until = now() - interval '1 second', due_at = now() WHERE id = $1`, [
      source.id,
    ]);
    expect(await sources.sync(source)).toMatchObject({ state: 'OK' });
  });
});
