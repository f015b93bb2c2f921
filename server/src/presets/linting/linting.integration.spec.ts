import { describe, afterAll, beforeAll, expect, it } from 'vitest';
import { limits, type LintedPreset, type Problem } from '@hyprbox/contracts';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { lintingLimits } from './linting-limits.js';
import { ProgramTurns } from './program-turns.js';

const source = `#!/usr/bin/env bash
# ---
# title: Greeting
# description: Says hello
# category: Test
# uses: [say]
# variables:
#   - { name: who, type: string, required: true }
#   - { name: times, type: int, min: 1, max: 9, default: 2 }
#   - { name: password, type: secretRef }
# ---
set -euo pipefail
for _ in $(seq "$times"); do say "hello $who $password"; done
`;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const lint = (body: object) => server.admin.post<LintedPreset>('/presets/lint', body);

describe('POST /api/presets/lint', () => {
  it('finds nothing in what is as it should be, and gives the form and the script for the defaults', async () => {
    const { status, body } = await lint({ source });
    expect(status).toBe(200);
    expect(body).toMatchObject({ findings: [], checkedBy: 'shellcheck' });
    expect(body.preset?.title).toBe('Greeting');
    expect(body.preset?.variables.map(({ name }) => name)).toEqual(['who', 'times', 'password']);
    expect(body.valueFaults).toEqual([{ pointer: '/variables/who', detail: 'is required' }]);
    expect(body.script).toContain(`\nwho=''\ntimes='2'\npassword=''\n`);
    expect(body.script).toContain('\nsay() {');
  });

  it('gives the script for the values, without the secret', async () => {
    const variables = { who: "it's me", times: 3, password: 'env:PASSWORD' };
    const { body } = await lint({ source, name: 'greeting', variables });
    expect(body.valueFaults).toEqual([]);
    expect(body.script).toContain('# HyprBox preset greeting, version 0\n');
    expect(body.script).toContain(`who='it'\\''s me'\ntimes='3'\npassword="\${`);
    expect(body.script).not.toContain('env:PASSWORD');
  });

  it('says what is wrong with the values, and with the names of none', async () => {
    const { body } = await lint({ source, variables: { who: 'me', times: 10, toString: 'x' } });
    expect(body.valueFaults).toEqual([
      { pointer: '/variables/times', detail: 'must be at most 9' },
      { pointer: '/variables/toString', detail: 'is not a variable of this preset' },
    ]);
    expect(body.script).toContain(`times=''`);
  });

  it('tells mistakes of the front matter and of the script at once, and then there is no form', async () => {
    const { body } = await lint({ source: source.replace('type: int', 'type: number').replace('"$times"', '$times') });
    expect(body).toMatchObject({ preset: null, script: null, valueFaults: [] });
    expect(body.findings).toMatchObject([
      { line: 9, column: 28, endColumn: 34, level: 'ERROR', code: 'VARIABLE' },
      { line: 13, column: 16, endColumn: 22, level: 'INFO', code: 'SC2086' },
    ]);
  });

  it('says that a name is taken', async () => {
    const { body } = await lint({ source, name: 'system-facts' });
    expect(body.findings).toMatchObject([{ line: 1, level: 'ERROR', code: 'NAME_TAKEN' }]);
    expect(body.findings[0]?.message).toContain('is built in');
  });

  it('looks at what is far too large, and at what is no text, without being hurt', async () => {
    const large = await lint({ source: source + '#'.repeat(512 * 1024) });
    expect(large.body.findings).toMatchObject([{ code: 'TOO_LARGE' }]);
    const most = await lint({ source: source + `: "${'x'.repeat(255 * 1024)}"\n` });
    expect(most.body).toMatchObject({ findings: [], valueFaults: [{ pointer: '/variables/who' }] });
    expect(Buffer.byteLength(most.body.script ?? '')).toBeLessThan(limits.scriptBytes);
    const odd = await lint({ source: `${source}echo "\0\ud800\u202e"\r\n` });
    expect(odd.body.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['NUL', 'SURROGATE', 'CRLF']));
    expect((await lint({ source: 1 })).status).toBe(400);
  });

  it('is answered while another one has as much looked at as they may', async () => {
    const turns = server.app.get(ProgramTurns);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const held = Array.from({ length: 1 + lintingLimits.waitingOfOne }, () => turns.run('other', () => ended));
    // What is asked for next takes the place of what has waited longest, as in an editor in which somebody types.
    const [, oldest, ...others] = [...held, turns.run('other', () => ended)];
    await expect(oldest).rejects.toThrow('Too many presets of yours');
    expect((await lint({ source })).status).toBe(200);
    end();
    await Promise.all([held[0], ...others]);
  });

  it('refuses when too many wait, and says when to come again', async () => {
    const turns = server.app.get(ProgramTurns);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const held = Array.from({ length: lintingLimits.atOnce + lintingLimits.waiting }, (_, person) =>
      turns.run(String(person), () => ended),
    );
    const { status, headers, body } = await server.admin.post<Problem>('/presets/lint', { source });
    expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
    expect(headers.get('retry-after')).toBe('3');
    end();
    await Promise.all(held);
    expect((await lint({ source })).status).toBe(200);
  });
});
