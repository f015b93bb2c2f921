import { createHash } from 'node:crypto';
import {
  authoringLimits,
  type AuditEvent,
  type Job,
  type Page,
  type Preset,
  type PresetDraft,
  type RenderedPreset,
} from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anAuthor, aSource, PresetWriter, type Author } from '../../../test/preset-authors.js';
import { startReplica, type Replica } from '../../../test/replica.js';
import { admin, Caller, startTestServer, type TestServer } from '../../../test/test-server.js';
import { versionDiff } from '../version-diff.js';

const environment = { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' };

describe('a draft that is published', () => {
  let server: TestServer;
  let replica: Replica;
  let ann: Author;
  let dora: Author;
  let anns: PresetWriter;
  let admins: PresetWriter;
  /** Dora, an admin too, at another replica. */
  let elsewhere: PresetWriter;

  beforeAll(async () => {
    server = await startTestServer();
    replica = await startReplica(server.database.url, environment);
    [ann, dora] = await Promise.all([anAuthor(server, 'Ann', 'OPERATOR'), anAuthor(server, 'Dora', 'ADMIN')]);
    anns = new PresetWriter(ann.caller);
    admins = new PresetWriter(server.admin);
    elsewhere = new PresetWriter(new Caller(replica.url, dora.caller.token));
    await server.node('web-1');
  });
  afterEach(() => server.admin.patch('/settings', { presets: { secondPerson: false } }));
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });

  const sql = <Row>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
    server.app.get(DataSource).query<Row[]>(text, parameters);
  const versionsOf = (name: string) =>
    sql<{ version: number; template: string; author: string; published_by: string; sha256: string }>(
      'SELECT * FROM preset_versions WHERE preset = $1 ORDER BY version',
      [name],
    );
  const preset = async (name: string): Promise<Preset> => (await server.admin.get<Preset>(`/presets/${name}`)).body;
  const draftOf = (name: string) => server.admin.get<PresetDraft>(`/presets/${name}/draft`);
  const audited = async (action: string, name: string): Promise<AuditEvent[]> => {
    const { body } = await server.admin.get<Page<AuditEvent>>(`/audit?action=${action}&limit=200`);
    return body.items.filter(({ target }) => target.id === name);
  };
  const render = (name: string, url = server.url) =>
    new Caller(url, server.admin.token).post<RenderedPreset>(`/presets/${name}/render`, { variables: {} });
  const run = (name: string) => server.admin.post<Job>('/jobs', { nodeId: 'web-1', preset: name, variables: {} });

  it('is the next version, by its number, at every replica, and is recorded with what it changes', async () => {
    const [one, two] = [aSource({ body: 'echo one' }), aSource({ body: 'echo two', head: ['version: 77'] })];
    await anns.save('hello', one);
    const first = await admins.publish('hello', { message: 'The first' });
    expect(first).toMatchObject({ status: 200, body: { name: 'hello', version: 1, breaks: [] } });
    expect((await draftOf('hello')).status).toBe(404);
    expect((await render('hello', replica.url)).body).toMatchObject({ version: 1 });

    await anns.save('hello', two, 1);
    const second = await elsewhere.publish('hello', { message: 'Says two' });
    expect(second).toMatchObject({ status: 200, body: { version: 2 } });
    const { body: rendered } = await render('hello');
    expect(rendered.version).toBe(2);
    expect(rendered.script).toContain('echo two');
    const [, stored] = await versionsOf('hello');
    expect(stored).toMatchObject({ template: two, author: ann.id, published_by: dora.id, sha256: second.body.sha256 });
    expect(await preset('hello')).toMatchObject({
      version: 2,
      template: two,
      sha256: second.body.sha256,
      state: 'PUBLISHED',
      publishedByName: dora.email,
      hasDraft: false,
    });
    const { body: job } = await run('hello');
    expect(job).toMatchObject({ presetVersion: 2, scriptSha256: rendered.sha256 });

    const { diff } = versionDiff('hello', { template: one, functions: [] }, { template: two, functions: [] });
    const [event] = await audited('preset.publish', 'hello');
    expect(event?.actor).toMatchObject({ id: dora.id });
    expect(event?.details).toEqual({
      preset: 'hello',
      version: 2,
      sha256: second.body.sha256,
      diffSha256: createHash('sha256').update(diff).digest('hex'),
      message: 'Says two',
      author: ann.email,
    });
  });

  it('keeps the functions that it uses as they are now', async () => {
    const source = aSource({ head: ['uses: [say]'], body: 'set -euo pipefail\nsay hello' });
    await admins.version('with-function', source);
    const [row] = await sql<{ functions: { name: string; text: string }[] }>(
      `SELECT functions FROM preset_versions WHERE preset = 'with-function'`,
    );
    expect(row?.functions.map(({ name }) => name)).toEqual(['say']);
    expect((await render('with-function')).body.script).toContain(row?.functions[0]?.text);
  });

  it.each([
    ['has no front matter', 'echo hello\n', /front matter|shebang/],
    ['bash can not read', aSource({ body: 'if true; then' }), /^line 7: /m],
    ['closes the function it is put into', aSource({ body: '}\necho hello\n{' }), /^line 7: /m],
    ['has a mistake that shellcheck finds', aSource({ body: 'echo "a"\nif [ -n $x]; then echo b; fi' }), /^line 8: /m],
    ['has carriage returns', aSource({ body: 'echo hello\r' }), /carriage return/],
    ['uses what is not there', aSource({ head: ['uses: [no-such]'] }), /no-such/],
  ])('can’t become a version where it %s', async (_what, source, why) => {
    await anns.save('broken', source, 0, { revision: (await draftOf('broken')).body.revision ?? 0 });
    for (const more of [{}, { dryRun: true }]) {
      const { status, body } = await admins.publish('broken', more);
      expect([status, body.code]).toEqual([409, 'PRESET_NOT_PUBLISHABLE']);
      expect(body.errors?.map(({ pointer }) => pointer)).toContain('/source');
      expect(body.errors?.map(({ detail }) => detail).join('\n')).toMatch(why);
    }
    expect(await versionsOf('broken')).toEqual([]);
    expect(await audited('preset.publish', 'broken')).toEqual([]);
  });

  it('has to say something else than the version before', async () => {
    await admins.version('same', aSource());
    await anns.save('same', aSource(), 1);
    const { status, body } = await admins.publish('same');
    expect([status, body.code]).toEqual([409, 'PRESET_NOT_PUBLISHABLE']);
    expect(body.detail).toContain('version 1 of same says already');
  });

  it('is only looked at where that alone is asked', async () => {
    await anns.save('dry', aSource());
    const { body } = await admins.publish('dry', { dryRun: true });
    expect(body).toMatchObject({ version: 1, publishedAt: null, breaks: [] });
    expect(await versionsOf('dry')).toEqual([]);
    const { body: done } = await admins.publish('dry');
    expect(done.sha256).toBe(body.sha256);
  });

  it('is the one that was read', async () => {
    const { body: read } = await anns.save('read', aSource({ body: 'echo read' }));
    await anns.save('read', aSource({ body: 'echo since' }), 0, { revision: read.revision });
    const { status, body } = await admins.publish('read', { revision: read.revision });
    expect([status, body.code, body.currentRevision]).toEqual([409, 'PRESET_DRAFT_STALE', read.revision + 1]);
    expect((await admins.publish('read', { revision: read.revision + 1 })).status).toBe(200);
    // Another one has come after it: it is not taken for the one that was read.
    await anns.save('read', aSource({ body: 'echo later' }), 1);
    expect((await admins.publish('read', { revision: read.revision + 1 })).status).toBe(409);
  });

  it('by two at once, at two replicas, is one version', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const name = `race-${turn}`;
      await anns.save(name, aSource());
      const answers = await Promise.all([admins.publish(name), elsewhere.publish(name)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
      expect(await versionsOf(name)).toHaveLength(1);
      expect(await audited('preset.publish', name)).toHaveLength(1);
    }
  });

  it('while it is saved again is either the old or the new one, and nothing is lost', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const name = `saved-${turn}`;
      const { body: read } = await anns.save(name, aSource({ body: 'echo old' }));
      const [published, saved] = await Promise.all([
        elsewhere.publish(name, { revision: read.revision }),
        anns.save(name, aSource({ body: 'echo new' }), 0, { revision: read.revision }),
      ]);
      expect([published.status, saved.status].sort()).toEqual([200, 409]);
      const versions = await versionsOf(name);
      expect(versions.map(({ template }) => template.includes('echo old'))).toEqual(
        published.status === 200 ? [true] : [],
      );
      if (saved.status === 409) expect(saved.body).toMatchObject({ currentVersion: 1, currentRevision: 0 });
      else expect((await draftOf(name)).body.source).toContain('echo new');
    }
  });

  it('needs somebody else than who saved it last, where the settings say so', async () => {
    await server.admin.patch('/settings', { presets: { secondPerson: true } });
    const doras = new PresetWriter(dora.caller);
    const { body: draft } = await doras.save('four-eyes', aSource());
    const { status, body } = await doras.publish('four-eyes');
    expect([status, body.code]).toEqual([403, 'PUBLISHER_IS_AUTHOR']);
    expect(body.detail).toContain('ask another administrator');
    await anns.save('four-eyes', aSource({ body: 'echo reviewed' }), 0, { revision: draft.revision });
    expect((await doras.publish('four-eyes')).status).toBe(200);
  });

  it('is of a preset that is written here, and there', async () => {
    expect(await admins.publish('no-such')).toMatchObject({ status: 404, body: { code: 'PRESET_NOT_FOUND' } });
    expect(await admins.publish('system-facts')).toMatchObject({ status: 409, body: { code: 'PRESET_READ_ONLY' } });
    expect((await anns.publish('hello')).status).toBe(403);
    for (const message of ['', 'two\nlines', 'x'.repeat(authoringLimits.messageLength + 1)])
      expect(await admins.publish('hello', { message })).toMatchObject({ status: 400 });
  });

  it('is no version more than there may be', async () => {
    await admins.version('full', aSource());
    await sql(
      `INSERT INTO preset_versions SELECT preset, version + i, template, functions, description, sha256, message, author,
         author_name, published_by, published_by_name, published_at, "commit"
       FROM preset_versions, generate_series(1, $1 - 1) i WHERE preset = 'full'`,
      [authoringLimits.versionsPerPreset],
    );
    await sql(`UPDATE presets SET version = $1 WHERE name = 'full'`, [authoringLimits.versionsPerPreset]);
    await anns.save('full', aSource({ body: 'echo more' }), authoringLimits.versionsPerPreset);
    const { status, body } = await admins.publish('full');
    expect([status, body.code]).toEqual([409, 'PRESET_NOT_PUBLISHABLE']);
    expect(body.detail).toContain('a copy under another name');
  });

  describe('and retired', () => {
    it('starts nothing new, stays readable, and says so', async () => {
      await admins.version('old', aSource());
      const { status, body } = await admins.retire('old', { reason: 'Nobody says hello any more' });
      expect([status, body]).toMatchObject([200, { name: 'old', state: 'RETIRED', version: 1 }]);
      expect(body).toMatchObject({ retiredReason: 'Nobody says hello any more', retiredByName: admin.email });
      for (const refused of [await run('old'), await render('old', replica.url)])
        expect(refused).toMatchObject({ status: 409, body: { code: 'PRESET_RETIRED' } });
      const listed = async (state: string): Promise<string[]> =>
        (await server.admin.get<Page<Preset>>(`/presets?state=${state}&limit=200`)).body.items.map(({ name }) => name);
      expect(await listed('PUBLISHED')).not.toContain('old');
      expect(await listed('RETIRED')).toContain('old');
      const [event] = await audited('preset.retire', 'old');
      expect(event?.details).toMatchObject({
        preset: 'old',
        version: 1,
        reason: 'Nobody says hello any more',
        breaks: 0,
      });
    });

    it('is retired once, and told how it comes back', async () => {
      await admins.version('back', aSource());
      const answers = await Promise.all([admins.retire('back'), elsewhere.retire('back')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { body } = await admins.retire('back');
      expect([body.code, body.detail]).toEqual(['PRESET_RETIRED', expect.stringMatching(/save a draft .* publish/)]);
      expect(await audited('preset.retire', 'back')).toHaveLength(1);

      const { status, body: nothing } = await admins.publish('back');
      expect([status, nothing.code]).toEqual([404, 'PRESET_DRAFT_NOT_FOUND']);
      expect(nothing.detail).toContain('brings the preset back');
      // Of the same text.
      expect((await anns.save('back', aSource(), 1)).status).toBe(200);
      expect((await run('back')).status).toBe(409);
      expect((await admins.publish('back')).body).toMatchObject({ version: 2 });
      expect(await preset('back')).toMatchObject({ state: 'PUBLISHED', retiredAt: null, retiredByName: null });
      expect((await run('back')).status).toBe(201);
    });

    it('has to have a version, and to be written here', async () => {
      await anns.save('unpublished', aSource());
      const { status, body } = await admins.retire('unpublished');
      expect([status, body.code]).toEqual([409, 'PRESET_UNPUBLISHED']);
      expect(await admins.retire('no-such')).toMatchObject({ status: 404 });
      expect(await admins.retire('system-facts')).toMatchObject({ status: 409, body: { code: 'PRESET_READ_ONLY' } });
      expect((await anns.retire('hello')).status).toBe(403);
    });
  });
});
