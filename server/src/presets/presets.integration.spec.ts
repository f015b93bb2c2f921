import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Preset, PresetSummary, Problem, RenderedPreset } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { builtInPresetsDir } from './preset-catalogue.js';

const file = `#!/usr/bin/env bash
# ---
# title: Greeting
# description: Says hello
# category: Test
# version: 4
# variables:
#   - { name: who, type: string, required: true }
#   - { name: times, type: int, min: 1, max: 9, default: 1 }
# ---
echo "hello $who"
`;

const loudFile = `#!/usr/bin/env bash
# ---
# title: Loud greeting
# description: Says hello loudly
# category: Test
# version: 1
# uses: [shout, say]
# ---
set -euo pipefail
shout hello
`;
const shoutFile = `#!/usr/bin/env bash
# ---
# description: Says something loudly.
# needs: [say]
# ---
shout() { say "$1!"; }
`;

let dir: string;
let server: TestServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
  await writeFile(join(dir, 'greeting.sh'), file);
  await writeFile(join(dir, 'loud-greeting.sh'), loudFile);
  await mkdir(join(dir, 'lib'));
  await writeFile(join(dir, 'lib/shout.sh'), shoutFile);
  server = await startTestServer({ HYPRBOX_PRESETS_DIR: dir });
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

describe('/api/presets', () => {
  it('lists the built-in presets and those of HYPRBOX_PRESETS_DIR, without their files', async () => {
    const { status, body } = await server.admin.get<Page<PresetSummary>>('/presets');
    expect(status).toBe(200);
    expect(body.nextCursor).toBeNull();
    const builtIn = (await readdir(builtInPresetsDir)).filter((name) => name.endsWith('.sh'));
    expect(body.items).toHaveLength(builtIn.length + 2);
    expect(body.items.find(({ name }) => name === 'greeting')).toMatchObject({
      name: 'greeting',
      title: 'Greeting',
      description: 'Says hello',
      category: 'Test',
      version: 4,
      variables: [
        { name: 'who', type: 'string', label: 'who', description: '', required: true, default: null },
        { name: 'times', type: 'int', label: 'times', description: '', required: false, default: 1, min: 1, max: 9 },
      ],
    });
  });

  it('gives one with its file', async () => {
    const { status, body } = await server.admin.get<Preset>('/presets/greeting');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'greeting', template: file, functions: [] });
  });

  it('gives one with the functions that it uses, its own and built-in ones, and renders them in front of it', async () => {
    const { body } = await server.admin.get<Preset>('/presets/loud-greeting');
    expect(body.template).toBe(loudFile);
    const functions = body.functions ?? [];
    expect(functions.map(({ name }) => name)).toEqual(['shout', 'say']);
    expect(functions[0]?.text).toBe('# Says something loudly.\nshout() { say "$1!"; }');
    const answer = await server.admin.post<RenderedPreset>('/presets/loud-greeting/render', { variables: {} });
    expect(answer.body.script).toContain(functions.map(({ text }) => `\n${text}\n`).join(''));
    expect(answer.body.sha256).toBe(createHash('sha256').update(answer.body.script).digest('hex'));
    expect(execFileSync('bash', ['-s'], { input: answer.body.script, encoding: 'utf8' })).toBe('==> hello!\n');
  });

  it('renders one: the script, its SHA-256 and the version, and nothing else', async () => {
    const who = `it's $(me)\n`;
    const answer = await server.admin.post<RenderedPreset>('/presets/greeting/render', { variables: { who } });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).toSorted()).toEqual(['script', 'sha256', 'version']);
    expect(answer.body.script).toContain(`who='it'\\''s $(me)\n'\ntimes='1'\n`);
    expect(answer.body.sha256).toBe(createHash('sha256').update(answer.body.script).digest('hex'));
    expect(answer.body.version).toBe(4);
  });

  it('names each variable that is missing, unknown or invalid', async () => {
    const variables = { times: 10, whom: 'me' };
    const { status, headers, body } = await server.admin.post<Problem>('/presets/greeting/render', { variables });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      code: 'INVALID_VARIABLES',
      errors: [
        { pointer: '/variables/who', detail: 'is required' },
        { pointer: '/variables/times', detail: 'must be at most 9' },
        { pointer: '/variables/whom', detail: 'is not a variable of this preset' },
      ],
    });
  });

  it.each([
    ['a list of variables', { variables: ['who'] }],
    ['text for variables', { variables: 'who' }],
    ['null for variables', { variables: null }],
    ['another field', { variables: { who: 'me' }, force: true }],
    ['null for a value', { variables: { who: null } }],
    ['text for a number', { variables: { who: 'me', times: '2' } }],
    ['a number for text', { variables: { who: 1 } }],
  ])('refuses %s', async (_case, body) => {
    expect(await server.admin.post('/presets/greeting/render', body)).toMatchObject({ status: 400 });
  });

  it('knows no preset of another name', async () => {
    const missing = { status: 404, body: { code: 'PRESET_NOT_FOUND' } };
    expect(await server.admin.get('/presets/nope')).toMatchObject(missing);
    expect(await server.admin.get('/presets/..%2Fgreeting')).toMatchObject({ status: 404 });
    expect(await server.admin.post('/presets/nope/render', { variables: {} })).toMatchObject(missing);
  });

  it('is closed to those who are not signed in', async () => {
    for (const answer of [
      await server.anonymous.get('/presets'),
      await server.anonymous.get('/presets/greeting'),
      await server.anonymous.post('/presets/greeting/render', { variables: { who: 'me' } }),
    ]) {
      expect(answer.status).toBe(401);
    }
  });
});

it('the server does not start with a preset that uses what there is not, and says which and where', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
  await writeFile(join(broken, 'own.sh'), loudFile);
  const start = startTestServer({ HYPRBOX_PRESETS_DIR: broken });
  await expect(start).rejects.toThrow(
    `Preset file ${join(broken, 'own.sh')}: line 7: "uses": there is no function "shout"; there are apt-get, `,
  );
  await rm(broken, { recursive: true });
});

it('the server does not start with a broken preset, and says which and why', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
  await writeFile(join(broken, 'own.sh'), file.replace('type: int', 'type: number'));
  const start = startTestServer({ HYPRBOX_PRESETS_DIR: broken });
  await expect(start).rejects.toThrow(
    `Preset file ${join(broken, 'own.sh')}: line 9: variable "times": unknown type "number"`,
  );
  await rm(broken, { recursive: true });
});
