import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AuditEvent,
  Page,
  Preset,
  PresetDiff,
  PresetSummary,
  PresetVersion,
  PresetVersionSummary,
} from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { startReplica, type Replica } from '../../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../../test/test-server.js';
import { systemActor } from '../../identity/principal.js';
import { PresetRegistration } from '../registration/preset-registration.service.js';
import { FilePresetsService } from './file-presets.service.js';
import { PresetLibrary } from './preset-library.js';

const secret = { HYPRBOX_JWT_SECRET: 'only for these tests, and long enough for them' };

function presetText(version: number, { body = 'echo hello', uses = '' } = {}): string {
  const head = ['title: Own', 'description: D', 'category: Test', `version: ${version}`, `uses: [${uses}]`];
  const lines = head.map((line) => `# ${line}\n`).join('');
  return `#!/usr/bin/env bash\n# ---\n${lines}# ---\nset -euo pipefail\n${body}\n`;
}
const shout = (code: string): string => `#!/bin/bash\n# ---\n# description: Shouts.\n# ---\nshout() { ${code}; }\n`;

describe('the presets of HYPRBOX_PRESETS_DIR', () => {
  let dir: string;
  let server: TestServer;
  let count = 0;
  let name: string;
  let file: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
    await mkdir(join(dir, 'lib'));
    server = await startTestServer({ ...secret, HYPRBOX_PRESETS_DIR: dir });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  });
  beforeEach(() => {
    name = `own-${++count}`;
    file = join(dir, `${name}.sh`);
  });

  const sync = (app = server.app) => app.get(FilePresetsService).sync(systemActor);
  const get = async (caller = server.admin): Promise<Preset> => (await caller.get<Preset>(`/presets/${name}`)).body;
  const write = async (text: string) => {
    await writeFile(file, text);
    return sync();
  };
  const versions = async (): Promise<number[]> => {
    const { body } = await server.admin.get<Page<PresetVersionSummary>>(`/presets/${name}/versions`);
    return body.items.map(({ version }) => version);
  };
  const trail = async () => {
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?limit=50');
    return body.items.filter(({ target }) => target.id === name).map(({ action, details }) => ({ action, details }));
  };
  const run = () => server.admin.post(`/presets/${name}/render`, { variables: {} });

  it('are versions of their own, each of them published in the audit trail with what changed', async () => {
    await write(presetText(3));
    const first = await get();
    expect(first).toMatchObject({ version: 3, origin: 'FILE', state: 'PUBLISHED', problem: null, hasDraft: false });
    await write(presetText(5, { body: 'echo bye' }));
    const second = await get();
    expect(second).toMatchObject({ version: 5, template: presetText(5, { body: 'echo bye' }) });
    expect(second.sha256).not.toBe(first.sha256);
    expect(await versions()).toEqual([5, 3]);

    const { body: diff } = await server.admin.get<PresetDiff>(`/presets/${name}/diff?from=3&to=5`);
    const { body: whole } = await server.admin.get<PresetDiff>(`/presets/${name}/diff?from=0&to=3`);
    expect(await trail()).toEqual([
      {
        action: 'preset.publish',
        details: { preset: name, version: 5, origin: 'FILE', sha256: second.sha256, diffSha256: diff.diffSha256 },
      },
      {
        action: 'preset.publish',
        details: { preset: name, version: 3, origin: 'FILE', sha256: first.sha256, diffSha256: whole.diffSha256 },
      },
    ]);
    expect(diff.diff).toContain('-echo hello\n+echo bye\n');
  });

  it('are read again without writing anything where nothing changed', async () => {
    await write(presetText(1));
    const dataSource = server.app.get(DataSource);
    const state = () =>
      dataSource.query('SELECT xmin, name FROM presets UNION ALL SELECT xmin, preset FROM preset_versions ORDER BY 2');
    const before = [await state(), await trail()];
    const status = await sync();
    expect([await state(), await trail()]).toEqual(before);
    expect(status).toMatchObject({ kind: 'FILE', path: dir, state: 'OK', faults: [], problem: null });
  });

  it('keep what was good where a file is broken, say why, and go on once it is mended', async () => {
    await write(presetText(1));
    const broken = await write(presetText(2, { body: 'if true; then' }));
    expect(broken).toMatchObject({
      state: 'FAULTY',
      faultCount: 1,
      faults: [
        { file: `${name}.sh`, line: expect.any(Number), message: expect.stringContaining('bash can not read it') },
      ],
    });
    expect(await get()).toMatchObject({
      version: 1,
      state: 'PUBLISHED',
      problem: expect.stringContaining('bash can not read it'),
    });
    expect((await run()).status).toBe(200);
    expect(await write(presetText(2))).toMatchObject({ state: 'OK', faults: [] });
    expect(await get()).toMatchObject({ version: 2, problem: null });
  });

  it.each([
    ['the same number', 4, 'it still says version 4: raise its "version"'],
    ['a lower number', 3, 'it says version 3, and version 4 is current'],
  ])('are not changed under %s', async (_case, number, why) => {
    await write(presetText(4));
    const status = await write(presetText(number, { body: 'echo changed' }));
    expect(status).toMatchObject({ faults: [{ file: `${name}.sh`, message: expect.stringContaining(why) }] });
    expect(await get()).toMatchObject({ version: 4, template: presetText(4), problem: expect.stringContaining(why) });
    await write(presetText(4));
    expect(await get()).toMatchObject({ problem: null });
  });

  it('have the functions that they use as they were, until a new number says otherwise', async () => {
    await writeFile(join(dir, 'lib/shout.sh'), shout('echo "$1!"'));
    await write(presetText(1, { body: 'shout hello', uses: 'shout' }));
    await writeFile(join(dir, 'lib/shout.sh'), shout('echo "$1!!"'));
    expect(await sync()).toMatchObject({ state: 'FAULTY' });
    expect((await get()).functions).toEqual([{ name: 'shout', text: '# Shouts.\nshout() { echo "$1!"; }' }]);
    await write(presetText(2, { body: 'shout hello', uses: 'shout' }));
    expect((await get()).functions?.[0]?.text).toContain('!!');
    const { body } = await server.admin.get<PresetDiff>(`/presets/${name}/diff?from=1&to=2`);
    expect(body.diff).toContain('+++ b/lib/shout.sh\n');
    expect([...server.app.get(PresetLibrary).functions.keys()]).toContain('shout');

    await writeFile(join(dir, 'lib/shout.sh'), 'broken');
    const faulty = await sync();
    expect(faulty?.faults.map((fault) => fault.file)).toEqual(['lib/shout.sh', `${name}.sh`]);
    expect(await get()).toMatchObject({ version: 2, state: 'PUBLISHED' });
    await rm(join(dir, 'lib/shout.sh'));
    await rm(file);
    expect(await sync()).toMatchObject({ state: 'OK' });
  });

  it('are retired with their file, and there again with it', async () => {
    const { lastChange: published } = (await write(presetText(1))) ?? {};
    expect(published).toMatchObject({ commit: null, published: [{ name, version: 1, before: 0 }], retiredCount: 0 });
    expect((await sync())?.lastChange).toEqual(published);
    await rm(file);
    expect((await sync())?.lastChange).toMatchObject({ publishedCount: 0, retired: [name], retiredCount: 1 });
    expect(await get()).toMatchObject({ version: 1, state: 'RETIRED', template: presetText(1) });
    expect(await run()).toMatchObject({ status: 409, body: { code: 'PRESET_RETIRED' } });
    const names = async (query: string): Promise<string[]> =>
      (await server.admin.get<Page<PresetSummary>>(`/presets?limit=200&${query}`)).body.items.map((item) => item.name);
    expect(await names('')).not.toContain(name);
    expect(await names('state=RETIRED&origin=FILE')).toContain(name);
    expect(await names('state=ANY')).toContain(name);
    await write(presetText(1));
    expect(await get()).toMatchObject({ state: 'PUBLISHED', retiredAt: null });
    expect((await run()).status).toBe(200);
    expect((await trail()).map(({ action }) => action)).toEqual(['preset.publish', 'preset.retire', 'preset.publish']);
  });

  it('leave alone what was written in HyprBox under their name, and say so, until it is retired', async () => {
    const presets = new PresetWriter(server.admin);
    await presets.version(name, aSource());
    const status = await write(presetText(2));
    expect(status).toMatchObject({
      faults: [{ file: `${name}.sh`, message: 'the name is taken by a preset that was written in HyprBox' }],
    });
    expect(await get()).toMatchObject({ origin: 'CONSOLE', version: 1, state: 'PUBLISHED', problem: null });
    expect((await run()).status).toBe(200);

    await presets.retire(name, { reason: 'It is a file now' });
    expect(await write(presetText(1))).toMatchObject({
      faults: [{ file: `${name}.sh`, message: expect.stringContaining('was changed, and it still says version 1') }],
    });
    expect(await get()).toMatchObject({ origin: 'CONSOLE', state: 'RETIRED', problem: null });
    expect(await write(presetText(2))).toMatchObject({ state: 'OK' });
    expect(await get()).toMatchObject({ origin: 'FILE', version: 2, state: 'PUBLISHED', retiredReason: null });
    expect(await versions()).toEqual([2, 1]);
    await rm(file);
    await sync();
  });

  it('take a name that nobody has more of than a draft, which can still be discarded', async () => {
    const presets = new PresetWriter(server.admin);
    await presets.save(name, aSource());
    expect(await write(presetText(1))).toMatchObject({ state: 'OK' });
    expect(await get()).toMatchObject({ origin: 'FILE', version: 1, state: 'PUBLISHED', hasDraft: true });
    expect(await presets.publish(name)).toMatchObject({ status: 409, body: { code: 'PRESET_READ_ONLY' } });
    expect((await server.admin.delete(`/presets/${name}/draft`)).status).toBe(204);
    expect(await get()).toMatchObject({ version: 1, hasDraft: false });
  });

  it('are retired by hand too, and back with a higher number', async () => {
    const presets = new PresetWriter(server.admin);
    await write(presetText(1));
    expect(await presets.retire(name, { reason: 'It is no good' })).toMatchObject({ status: 200 });
    expect(await sync()).toMatchObject({
      state: 'FAULTY',
      faults: [{ file: `${name}.sh`, message: expect.stringContaining('has retired it: raise its "version"') }],
    });
    expect(await get()).toMatchObject({ state: 'RETIRED', retiredReason: 'It is no good', origin: 'FILE' });
    // It may as well go on in the console.
    expect((await presets.save(name, presetText(1), 1)).status).toBe(200);
    expect(await write(presetText(2))).toMatchObject({ state: 'OK' });
    expect(await get()).toMatchObject({ state: 'PUBLISHED', version: 2 });
  });

  it('go on in the console once they are retired, with its numbers', async () => {
    const presets = new PresetWriter(server.admin);
    await write(presetText(4));
    await rm(file);
    await sync();
    expect(await get()).toMatchObject({ state: 'RETIRED', retiredByName: null, retiredReason: 'its file is gone' });
    await presets.version(name, aSource(), 4);
    expect(await get()).toMatchObject({ origin: 'CONSOLE', version: 5, state: 'PUBLISHED' });
    expect(await versions()).toEqual([5, 4]);
    expect(await write(presetText(6))).toMatchObject({ state: 'FAULTY' });
    expect(await get()).toMatchObject({ origin: 'CONSOLE', version: 5, problem: null });
    await rm(file);
  });

  it('stay in use where all of them are gone at once, as of a directory that is not mounted', async () => {
    await write(presetText(1));
    const kept = join(dir, '..', `${name}-kept`);
    await rename(dir, kept);
    await mkdir(dir);
    const problem = 'its file is not in HYPRBOX_PRESETS_DIR: the preset stays in use until somebody retires it';
    try {
      expect(await sync()).toMatchObject({ state: 'FAILED', problem: expect.stringContaining('holds no presets') });
      expect(await get()).toMatchObject({ state: 'PUBLISHED', problem });
      expect((await run()).status).toBe(200);
      // A server that starts now goes on as well.
      await using other = await startReplica(server.database.url, { ...secret, HYPRBOX_PRESETS_DIR: dir });
      expect(await other.app.get(FilePresetsService).status()).toMatchObject({ state: 'FAILED' });
      expect(await get()).toMatchObject({ state: 'PUBLISHED' });
    } finally {
      await rm(dir, { recursive: true });
      await rename(kept, dir);
    }
    expect(await sync()).toMatchObject({ state: 'OK', problem: null });
    expect(await get()).toMatchObject({ state: 'PUBLISHED', problem: null });
  });

  it('are not read where they are larger than they may be, or no files', async () => {
    await writeFile(file, '');
    await truncate(file, 3 * 1024 ** 3);
    const pipe = join(dir, `${name}-pipe.sh`);
    execFileSync('mkfifo', [pipe]);
    const status = await sync();
    expect(status?.faults).toEqual([
      { file: `${name}-pipe.sh`, line: null, message: 'is no regular file' },
      { file: `${name}.sh`, line: null, message: 'is larger than 262144 bytes' },
    ]);
    await Promise.all([rm(pipe), rm(file)]);
  });

  it('are told of by the line, also of what is not there', async () => {
    const status = await write(presetText(1).replace('# version: 1\n', ''));
    expect(status).toMatchObject({ faults: [{ file: `${name}.sh`, line: 2, message: '"version" is missing' }] });
    await rm(file);
  });

  it('stay where their directory can not be read, and that is said', async () => {
    await write(presetText(1));
    await rm(join(dir, 'lib'), { recursive: true });
    await writeFile(join(dir, 'lib'), 'no directory');
    expect(await sync()).toMatchObject({ state: 'FAILED', problem: expect.stringContaining('can not be read') });
    expect(await get()).toMatchObject({ state: 'PUBLISHED' });
    await rm(join(dir, 'lib'));
    expect(await sync()).toMatchObject({ state: 'OK', problem: null });
  });

  describe('on two servers', () => {
    let other: Replica;
    let there: Caller;
    const start = () => startReplica(server.database.url, { ...secret, HYPRBOX_PRESETS_DIR: dir });

    beforeEach(async () => {
      other = await start();
      there = new Caller(other.url, server.admin.token);
      return () => other[Symbol.asyncDispose]();
    });

    it('are the same at once', async () => {
      await write(presetText(1));
      expect(await get(there)).toEqual(await get());
      await writeFile(file, presetText(2));
      await sync(other.app);
      expect(await get()).toMatchObject({ version: 2 });
    });

    it('are published once by those that read them at the same time', async () => {
      await writeFile(file, presetText(1));
      await Promise.all([sync(), sync(other.app), sync(), sync(other.app)]);
      expect(await versions()).toEqual([1]);
      expect(await trail()).toHaveLength(1);
    });

    it('let one start whose file is broken, where it was good before', async () => {
      await write(presetText(1));
      await writeFile(file, 'broken');
      await using third = await start();
      expect(await third.app.get(FilePresetsService).status()).toMatchObject({
        state: 'FAULTY',
        faults: [{ file: `${name}.sh`, message: expect.stringContaining('shebang') }],
      });
      expect(await get(new Caller(third.url, server.admin.token))).toMatchObject({
        version: 1,
        problem: expect.stringContaining('shebang'),
      });
      await rm(file);
    });
  });

  it('stay in use by a server without the directory, which has no such source', async () => {
    await write(presetText(1));
    await using without = await startReplica(server.database.url, secret);
    expect(await without.app.get(FilePresetsService).status()).toBeNull();
    expect(await without.app.get(FilePresetsService).sync(systemActor)).toBeNull();
    expect(await get()).toMatchObject({ state: 'PUBLISHED', problem: expect.stringContaining('its file is not in') });
    await sync();
    expect(await get()).toMatchObject({ state: 'PUBLISHED', problem: null });
  });

  it('stay in use by a server with another directory, until that had them and has them no more', async () => {
    await write(presetText(1));
    const elsewhere = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
    await writeFile(join(elsewhere, 'of-theirs.sh'), presetText(1));
    await using other = await startReplica(server.database.url, { ...secret, HYPRBOX_PRESETS_DIR: elsewhere });
    expect(await sync(other.app)).toMatchObject({
      faults: expect.arrayContaining([{ file: `${name}.sh`, line: null, message: expect.stringContaining('not in') }]),
    });
    expect(await get()).toMatchObject({ state: 'PUBLISHED' });
    await sync();
    expect((await server.admin.get<Preset>('/presets/of-theirs')).body).toMatchObject({ state: 'PUBLISHED' });
    await writeFile(join(elsewhere, `${name}.sh`), presetText(1));
    await sync(other.app);
    await rm(join(elsewhere, `${name}.sh`));
    await sync(other.app);
    expect(await get()).toMatchObject({ state: 'RETIRED' });
    await new PresetWriter(server.admin).retire('of-theirs');
    await rm(elsewhere, { recursive: true });
  });
});

describe('the built-in presets', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const register = async (product: string, change: (text: string) => string = (text) => text, skip: string[] = []) => {
    const { presets } = server.app.get(PresetLibrary).shipped;
    const shipped = presets
      .filter(({ summary }) => !skip.includes(summary.name))
      .map((preset) => {
        if (preset.summary.name !== 'hostname') return preset;
        const template = change(preset.template);
        const version = Number(/^# version: (\d+)$/m.exec(template)?.[1]);
        return { ...preset, template, summary: { ...preset.summary, version } };
      });
    const files = { origin: 'BUILTIN', presets: shipped, faulty: new Map<string, string>(), before: null } as const;
    return (await server.app.get(PresetRegistration).register(systemActor, [files], product)).refused;
  };
  const raise = (text: string): string => text.replace(/^# version: \d+$/m, '# version: 90');
  const get = async (name = 'hostname'): Promise<Preset> => (await server.admin.get<Preset>(`/presets/${name}`)).body;

  it('are there from the first start on, which the audit trail has nothing to say of', async () => {
    expect(await get()).toMatchObject({ origin: 'BUILTIN', state: 'PUBLISHED', publishedByName: null });
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?limit=200');
    expect(body.items.filter(({ action }) => action.startsWith('preset.'))).toEqual([]);
  });

  it('are not changed under a number that is taken', async () => {
    const before = await get();
    const refused = await register('0.2.0', (text) => `${text}echo more\n`);
    expect(refused).toEqual([{ origin: 'BUILTIN', preset: 'hostname', why: expect.stringContaining('raise') }]);
    // It comes with the newer HyprBox, too, as it was.
    expect(await get()).toEqual({ ...before, shippedWith: '0.2.0' });
  });

  it('are raised by a newer HyprBox, and an older one beside it takes nothing back', async () => {
    const before = await get();
    expect(await register('0.3.0', raise, ['swap-file'])).toEqual([]);
    expect(await get()).toMatchObject({ version: 90 });
    expect(await get('swap-file')).toMatchObject({ state: 'RETIRED' });
    expect(await register('0.2.9')).toEqual([]);
    expect(await get()).toMatchObject({ version: 90 });
    expect(await get('swap-file')).toMatchObject({ state: 'RETIRED' });
    const { status, body } = await server.admin.get<PresetVersion>(`/presets/hostname/versions/${before.version}`);
    expect([status, body.template, body.isCurrent]).toEqual([200, before.template, false]);

    const refused = await register('0.10.0', (text) => text);
    expect(refused).toEqual([
      { origin: 'BUILTIN', preset: 'hostname', why: expect.stringContaining('and version 90 is current') },
    ]);
    expect(await get('swap-file')).toMatchObject({ state: 'PUBLISHED' });
  });
});
