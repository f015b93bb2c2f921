import type { Page, Preset, PresetDiff, PresetSummary, PresetVersion, PresetVersionSummary } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { PresetDraftEntity } from '../records/preset-draft.entity.js';
import { PresetVersionsRepository } from '../records/preset-versions.repository.js';
import { newPreset, publishVersion } from '../records/published-version.js';
import { PresetsRepository } from '../records/presets.repository.js';

const at = new Date('2026-01-02T03:04:05.678Z');
const templateOf = (version: number): string =>
  `#!/bin/bash\n# ---\n# title: T${version}\n# description: D\n# category: C\n# ---\necho ${version}\n`;
const say = { name: 'say', text: 'say() { :; }' };

describe('the versions of a preset', () => {
  let server: TestServer;

  /** As they stand in the database after so many were published. */
  async function publish(names: readonly string[], count: number): Promise<void> {
    const { app } = server;
    await app.get(UnitOfWork).system('presets', async (tx) => {
      for (let version = 1; version <= count; version++) {
        const made = names.map((name) =>
          publishVersion(
            newPreset(name, 'CONSOLE', null, at),
            {
              template: templateOf(version),
              functions: version > 1 ? [say] : [],
              description: { title: `T${version}`, description: 'D', category: 'C', variables: [] },
            },
            { version, message: `Say ${version}`, author: null, publishedBy: null, commit: null, at },
          ),
        );
        await app.get(PresetsRepository).save(
          tx,
          made.map(({ preset }) => preset),
        );
        await app.get(PresetVersionsRepository).insert(
          tx,
          made.map(({ version }) => version),
        );
      }
    });
  }

  beforeAll(async () => {
    server = await startTestServer();
    await publish(['mine'], 3);
  });
  afterAll(() => server.stop());

  it('are listed newest first, page by page, without their sources', async () => {
    const { body } = await server.admin.get<Page<PresetVersionSummary>>('/presets/mine/versions?limit=2');
    expect(body.items).toEqual([
      {
        name: 'mine',
        version: 3,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        message: 'Say 3',
        author: null,
        authorName: null,
        publishedBy: null,
        publishedByName: null,
        publishedAt: at.toISOString(),
        commit: null,
        isCurrent: true,
      },
      expect.objectContaining({ version: 2, isCurrent: false }),
    ]);
    const rest = await server.admin.get<Page<PresetVersionSummary>>(
      `/presets/mine/versions?limit=2&cursor=${body.nextCursor}`,
    );
    expect(rest.body).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
  });

  it('stay what they were', async () => {
    const { body } = await server.admin.get<PresetVersion>('/presets/mine/versions/1');
    expect(body).toMatchObject({ title: 'T1', template: templateOf(1), functions: [], isCurrent: false });
    const change = (sql: string) => server.app.get(DataSource).query(sql);
    await expect(change(`UPDATE preset_versions SET template = 'x'`)).rejects.toThrow('permission denied');
    await expect(change('DELETE FROM preset_versions')).rejects.toThrow('permission denied');
  });

  it.each(['0', '4', '-1', '1.5', '1.0', '0x1', '%201', 'x', '99999999999', 'draft'])(
    'are not found by %s',
    async (version) => {
      const answer = await server.admin.get(`/presets/mine/versions/${version}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'PRESET_VERSION_NOT_FOUND' } });
    },
  );

  it('are those of a preset that there is', async () => {
    for (const path of ['versions', 'versions/1', 'diff?from=1&to=2']) {
      const answer = await server.admin.get(`/presets/nope/${path}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'PRESET_NOT_FOUND' } });
    }
    expect(await server.admin.get('/presets/a%00b/versions')).toMatchObject({ status: 404 });
    const cursor = Buffer.from('["x"]').toString('base64url');
    expect(await server.admin.get(`/presets/mine/versions?cursor=${cursor}`)).toMatchObject({ status: 400 });
  });

  it('are compared with each other, either way round', async () => {
    const { body } = await server.admin.get<PresetDiff>('/presets/mine/diff?from=1&to=2');
    expect(body).toMatchObject({ from: '1', to: '2' });
    expect(body.diff).toContain('-echo 1\n+echo 2\n');
    expect(body.diff).toContain('+++ b/lib/say.sh\n@@ -0,0 +1,1 @@\n+say() { :; }\n');
    const back = await server.admin.get<PresetDiff>('/presets/mine/diff?from=2&to=1');
    expect(back.body.diff).toContain('-echo 2\n+echo 1\n');
    expect((await server.admin.get('/presets/mine/diff?from=2&to=2')).body).toMatchObject({ diff: '' });
  });

  it('are compared with the draft, and with nothing', async () => {
    expect(await server.admin.get('/presets/mine/diff?from=3&to=draft')).toMatchObject({
      status: 404,
      body: { code: 'PRESET_DRAFT_NOT_FOUND' },
    });
    const draft = { preset: 'mine', source: templateOf(9), basedOn: 3, revision: 1, updatedAt: at };
    await server.app.get(DataSource).getRepository(PresetDraftEntity).insert(draft);
    const { body } = await server.admin.get<PresetDiff>('/presets/mine/diff?from=3&to=draft');
    expect(body.diff).toContain('-echo 3\n+echo 9\n');
    expect(body.diff).not.toContain('lib/');
    const first = await server.admin.get<PresetDiff>('/presets/mine/diff?from=0&to=1');
    expect(first.body.diff).toContain('@@ -0,0 +1,7 @@');
    expect((await server.admin.get<Preset>('/presets/mine')).body.hasDraft).toBe(true);
  });

  it.each(['from=1', 'to=1', 'from=1&to=x', 'from=01&to=1', 'from=1&to=-1', 'from=1&from=2&to=3'])(
    'are not compared by %s',
    async (query) => {
      expect(await server.admin.get(`/presets/mine/diff?${query}`)).toMatchObject({ status: 400 });
    },
  );

  it('are left out of the list of presets, which has a thousand of them in five pages', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `z-${String(index).padStart(4, '0')}`);
    await publish(names, 1);
    const found: PresetSummary[] = [];
    for (let cursor = ''; ;) {
      const { body } = await server.admin.get<Page<PresetSummary>>(
        `/presets?limit=200&origin=CONSOLE${cursor && `&cursor=${cursor}`}`,
      );
      found.push(...body.items);
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    expect(found.map(({ name }) => name)).toEqual(['mine', ...names]);
    expect(found.filter((preset) => 'template' in preset || 'functions' in preset)).toEqual([]);
    expect(await server.admin.get('/presets?state=GONE')).toMatchObject({ status: 400 });
    expect(await server.admin.get('/presets?origin=HERE')).toMatchObject({ status: 400 });
  });
});
