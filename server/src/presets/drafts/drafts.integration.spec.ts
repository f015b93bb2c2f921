import { createHash } from 'node:crypto';
import { authoringLimits, type AuditEvent, type Page, type Preset, type PresetDraft } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAuthor, aSource, PresetWriter, type Author } from '../../../test/preset-authors.js';
import { startReplica, type Replica } from '../../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../../test/test-server.js';

const environment = { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' };

describe('the draft of a preset', () => {
  let server: TestServer;
  let replica: Replica;
  let ann: Author;
  let bob: Author;
  let anns: PresetWriter;
  let bobs: PresetWriter;
  /** Bob, at another replica. */
  let elsewhere: PresetWriter;
  let admins: PresetWriter;

  beforeAll(async () => {
    server = await startTestServer();
    replica = await startReplica(server.database.url, environment);
    [ann, bob] = await Promise.all([anAuthor(server, 'Ann', 'OPERATOR'), anAuthor(server, 'Bob', 'OPERATOR')]);
    anns = new PresetWriter(ann.caller);
    bobs = new PresetWriter(bob.caller);
    elsewhere = new PresetWriter(new Caller(replica.url, bob.caller.token));
    admins = new PresetWriter(server.admin);
  });
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });

  const sql = <Row>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
    server.app.get(DataSource).query<Row[]>(text, parameters);
  const draftOf = (name: string) => server.admin.get<PresetDraft>(`/presets/${name}/draft`);
  const discard = (name: string) => ann.caller.delete(`/presets/${name}/draft`);
  const audited = async (action: string, name: string): Promise<AuditEvent[]> => {
    const { body } = await server.admin.get<Page<AuditEvent>>(`/audit?action=${action}&limit=200`);
    return body.items.filter(({ target }) => target.id === name);
  };

  it('makes the preset, may say anything, and is recorded by its hash', async () => {
    const source = 'no front matter, "quotes" and ünïcode\r\n';
    const saved = await anns.save('first', source);
    expect(saved).toMatchObject({ status: 200, body: { name: 'first', source, basedOn: 0, author: ann.id } });
    expect((await draftOf('first')).body).toEqual(saved.body);
    expect((await server.admin.get<Preset>('/presets/first')).body).toMatchObject({
      origin: 'CONSOLE',
      state: 'UNPUBLISHED',
      version: 0,
      hasDraft: true,
    });
    const [event, ...others] = await audited('preset.draft.save', 'first');
    expect(others).toEqual([]);
    expect(event?.actor).toMatchObject({ id: ann.id });
    expect(event?.details).toEqual({
      preset: 'first',
      basedOn: 0,
      revision: saved.body.revision,
      sha256: createHash('sha256').update(source).digest('hex'),
    });
  });

  it('is saved again by whoever has read it, and each time has another revision', async () => {
    const { body: before } = await anns.save('again', 'one\n');
    const { status, body: after } = await bobs.save('again', 'two\n', 0, { revision: before.revision });
    expect([status, after.revision]).toEqual([200, before.revision + 1]);
    expect((await draftOf('again')).body).toMatchObject({ source: 'two\n', author: bob.id, authorName: bob.email });
  });

  it('is not overwritten by who has not read it, and both sides are told', async () => {
    const { body: read } = await anns.save('both', 'base\n');
    await bobs.save('both', 'base\nby Bob\n', 0, { revision: read.revision });
    for (const more of [{ revision: read.revision }, {}, { revision: 0 }]) {
      const { status, body } = await anns.save('both', 'base\nby Ann\n', 0, more);
      expect([status, body.code]).toEqual([409, 'PRESET_DRAFT_STALE']);
      expect(body).toMatchObject({ currentVersion: 0, currentRevision: read.revision + 1 });
      expect(body.theirs).toContain('+by Bob');
      expect(body.theirs).not.toContain('by Ann');
      expect(body.yours).toContain('+by Ann');
    }
    expect((await draftOf('both')).body.source).toBe('base\nby Bob\n');
    const { status } = await anns.save('both', 'base\nby Bob\nby Ann\n', 0, { revision: read.revision + 1 });
    expect(status).toBe(200);
    expect(await audited('preset.draft.save', 'both')).toHaveLength(3);
  });

  it('is not begun from a version that is current no more', async () => {
    const one = aSource({ body: 'echo one' });
    await admins.version('moved', one);
    await admins.version('moved', aSource({ body: 'echo two' }), 1);
    const { status, body } = await anns.save('moved', aSource({ body: 'echo mine' }), 1);
    expect([status, body.code]).toEqual([409, 'PRESET_DRAFT_STALE']);
    expect(body).toMatchObject({ currentVersion: 2, currentRevision: 0 });
    expect(body.theirs).toMatch(/-echo one\n\+echo two/);
    expect(body.yours).toMatch(/-echo one\n\+echo mine/);
    expect(await draftOf('moved')).toMatchObject({ status: 404, body: { code: 'PRESET_DRAFT_NOT_FOUND' } });
    expect((await anns.save('moved', aSource({ body: 'echo mine' }), 2)).status).toBe(200);
  });

  it('that was sent again, as its answer was lost, is there already', async () => {
    const { body } = await anns.save('twice', 'text\n', 0, { revision: 0 });
    const again = await anns.save('twice', 'text\n', 0, { revision: 0 });
    expect(again).toMatchObject({ status: 200, body });
    expect(await audited('preset.draft.save', 'twice')).toHaveLength(1);
  });

  it('of one name that two begin at once, at two replicas, is one, and nothing is lost', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const name = `race-${turn}`;
      const answers = await Promise.all([anns.save(name, 'by Ann\n'), elsewhere.save(name, 'by Bob\n')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
      expect(lost?.body.code).toBe('PRESET_DRAFT_STALE');
      expect((await draftOf(name)).body).toEqual(won?.body);
      expect(lost?.body.currentRevision).toBe(won?.body.revision);
    }
  });

  it('that two save at once, both having read it, is overwritten by one of them', async () => {
    const { body: read } = await anns.save('at-once', 'read\n');
    const answers = await Promise.all([
      anns.save('at-once', 'by Ann\n', 0, { revision: read.revision }),
      elsewhere.save('at-once', 'by Bob\n', 0, { revision: read.revision }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is discarded, with a preset that has nothing else', async () => {
    await anns.save('gone', 'text\n');
    expect((await discard('gone')).status).toBe(204);
    expect(await draftOf('gone')).toMatchObject({ status: 404, body: { code: 'PRESET_NOT_FOUND' } });
    expect((await server.admin.get('/presets/gone')).status).toBe(404);
    expect((await discard('gone')).status).toBe(404);
    expect(await audited('preset.draft.discard', 'gone')).toMatchObject([{ details: { preset: 'gone', basedOn: 0 } }]);

    await admins.version('kept', aSource());
    await anns.save('kept', 'text\n', 1);
    expect((await discard('kept')).status).toBe(204);
    expect((await server.admin.get<Preset>('/presets/kept')).body).toMatchObject({ version: 1, hasDraft: false });
    expect(await discard('kept')).toMatchObject({ status: 404, body: { code: 'PRESET_DRAFT_NOT_FOUND' } });
  });

  it('that was discarded is not taken for the one that came after it', async () => {
    const { body: read } = await anns.save('anew', 'read\n');
    await discard('anew');
    await bobs.save('anew', 'by Bob\n');
    expect((await anns.save('anew', 'by Ann\n', 0, { revision: read.revision })).status).toBe(409);
    expect((await draftOf('anew')).body.source).toBe('by Bob\n');
    await ann.caller.delete('/presets/anew/draft');
    // Nor is there a preset, where what it was read from is gone.
    expect((await anns.save('anew', 'by Ann\n', 0, { revision: read.revision })).status).toBe(409);
    expect((await server.admin.get('/presets/anew')).status).toBe(404);
  });

  it('can’t be of a preset that is built in, nor have what is no name', async () => {
    const { status, body } = await anns.save('system-facts', aSource());
    expect([status, body.code]).toEqual([409, 'PRESET_NAME_TAKEN']);
    expect(body.detail).toBe('The preset system-facts is built in: copy it under another name.');
    expect(await discard('system-facts')).toMatchObject({ status: 409, body: { code: 'PRESET_READ_ONLY' } });
    for (const name of ['Upper', '-x', 'a'.repeat(65), 'a%00b', 'a%2Fb'])
      expect(await anns.save(name, 'text\n')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/name' }] } });
    for (const name of ['new', 'sources'])
      expect(await anns.save(name, 'text\n')).toMatchObject({ status: 409, body: { code: 'PRESET_NAME_TAKEN' } });
  });

  it.each([
    ['NUL', 'a\0b'],
    ['half of a surrogate pair', 'a\ud800b'],
    ['more bytes than there may be', 'ü'.repeat(authoringLimits.sourceBytes / 2 + 1)],
    ['more characters than there may be bytes', 'x'.repeat(authoringLimits.sourceBytes + 1)],
  ])('takes no %s', async (_what, source) => {
    const { status, body } = await anns.save('bad', source);
    expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/source']]);
    expect((await server.admin.get('/presets/bad')).status).toBe(404);
  });

  it('takes as many bytes as there may be', async () => {
    const source = 'ü'.repeat(authoringLimits.sourceBytes / 2);
    expect((await anns.save('large', source)).body.source).toBe(source);
    // What has nothing in common with it is told as well, in the time of a call.
    const other = Array.from({ length: 30_000 }, (_, line) => `l${line}`).join('\n');
    const { status, body } = await bobs.save('large', other);
    expect([status, body.yours?.includes('l29999')]).toEqual([409, true]);
  });

  it('makes no more presets than one person may begin, nor than there may be', async () => {
    const begin = (count: number, author: string | null) =>
      sql(
        `WITH made AS (INSERT INTO presets (name, origin, version, created_at)
           SELECT 'many-' || coalesce($2, '') || i, 'CONSOLE', 0, now() FROM generate_series(1, $1) i RETURNING name)
         INSERT INTO preset_drafts (preset, source, based_on, revision, author, updated_at)
         SELECT name, 'text', 0, 1, $2::uuid, now() FROM made`,
        [count, author],
      );
    await begin(authoringLimits.unpublishedPerAuthor, ann.id);
    const mine = await anns.save('one-more', 'text\n');
    expect(mine).toMatchObject({ status: 409, body: { code: 'TOO_MANY_PRESETS' } });
    expect(mine.body.detail).toContain('You have');
    expect((await bobs.save('one-more', 'text\n')).status).toBe(200);
    await begin(authoringLimits.unpublished - authoringLimits.unpublishedPerAuthor, null);
    const { status, body } = await bobs.save('two-more', 'text\n');
    expect([status, body.detail]).toEqual([409, expect.stringContaining('There are')]);
    await sql(`DELETE FROM presets WHERE name LIKE 'many-%'`);
    expect((await anns.save('two-more', 'text\n')).status).toBe(200);
  });

  it('keeps no room from what is published', async () => {
    await sql(
      `INSERT INTO presets (name, origin, version, created_at) SELECT 'many-' || i, 'CONSOLE', 1, now()
       FROM generate_series(1, $1 - (SELECT count(*)::integer FROM presets WHERE version > 0)) i`,
      [authoringLimits.presets],
    );
    expect((await anns.save('one-too-many', aSource())).status).toBe(200);
    expect(await admins.publish('one-too-many')).toMatchObject({ status: 409, body: { code: 'TOO_MANY_PRESETS' } });
    await sql(`DELETE FROM presets WHERE name LIKE 'many-%'`);
    expect((await admins.publish('one-too-many')).status).toBe(200);
  });
});
