import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../time/clock.js';
import type { FunctionLibrary } from '../function-library.js';
import { lintingLimits } from './linting-limits.js';
import { runProgram } from './program-run.js';
import { ProgramTurns } from './program-turns.js';
import { ScriptChecks, type CheckedScript } from './script-checks.js';
import { Shellcheck } from './shellcheck.js';
import { lookAtSource } from './source-look.js';

const none: FunctionLibrary = new Map();
const source = '#!/bin/bash\n# ---\n# title: T\n# description: D\n# category: C\n# ---\necho $HOME\n';

/** The only directory that programs are looked for in. */
let dir: string;
let now: number;
let checks: ScriptChecks;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hyprbox-programs-'));
  await symlink('/bin/bash', join(dir, 'bash'));
  vi.stubEnv('PATH', dir);
  now = 0;
  const clock = new Clock();
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(now));
  checks = new ScriptChecks(new Shellcheck(clock), new ProgramTurns());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

async function provide(script: string): Promise<void> {
  await writeFile(join(dir, 'shellcheck'), `#!/bin/bash\n${script}\n`);
  await chmod(join(dir, 'shellcheck'), 0o755);
}

async function check(text = source): Promise<CheckedScript> {
  const { read } = lookAtSource({ name: 'mine', text, library: none, numbering: 'BY_SERVER' });
  if (!read) throw new Error('nothing was read');
  return checks.check({ id: null }, 'mine', read);
}

const commented = `printf '%s' '{"comments":[{"file":"-","line":8,"endLine":8,"column":6,"endColumn":11,"level":"warning","code":1,"message":"found"}]}'; exit 1`;

describe('the look at a script', () => {
  it('is by bash alone where there is no shellcheck, which is looked for again after a while', async () => {
    expect(await check()).toEqual({ checkedBy: 'bash', findings: [] });
    expect((await check(`${source}if\n`)).findings).toMatchObject([{ code: 'BASH', level: 'ERROR' }]);
    await provide(commented);
    expect((await check()).checkedBy).toBe('bash');
    now += lintingLimits.absentMilliseconds;
    expect(await check()).toMatchObject({ checkedBy: 'shellcheck', findings: [{ line: 7, code: 'SC1' }] });
  });

  it.each([
    [
      'says more than can be shown',
      'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done',
      'too much',
    ],
    ['breaks down', 'echo "{"; exit 1', 'could not read it'],
  ])('goes on without a shellcheck that %s, and says so', async (_case, script, words) => {
    await provide(script);
    const { checkedBy, findings } = await check();
    expect(checkedBy).toBe('bash');
    expect(findings).toMatchObject([{ line: 1, level: 'WARNING', code: 'NOT_CHECKED' }]);
    expect(findings[0]?.message).toContain(words);
  });

  it('knows nothing of the server: neither its environment nor where it runs', async () => {
    vi.stubEnv('HYPRBOX_SECRET', 'hunter2');
    const run = await runProgram('bash', ['-c', 'pwd; set'], '');
    expect(run.ended === 'BY_ITSELF' && run.stdout.startsWith('/\n')).toBe(true);
    expect(JSON.stringify(run)).not.toContain('hunter2');
  });

  it('takes no more memory than it may', async () => {
    const run = await runProgram('bash', ['-c', 'LC_ALL=C; x=x; while :; do x+=$x; done'], '', 25_000);
    expect(run).toMatchObject({ ended: 'BY_ITSELF', stderr: expect.stringContaining('cannot allocate') });
    expect(run).not.toMatchObject({ exitCode: 0 });
  });

  it('ends what takes too long', async () => {
    expect(await runProgram('bash', ['-c', 'while :; do :; done'], '', 100)).toEqual({ ended: 'TOO_LATE' });
  });

  it('is of so many at once, and of the next one when one is over', async () => {
    const turns = new ProgramTurns();
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    };
    const people = Array.from({ length: lintingLimits.atOnce + lintingLimits.waiting }, (_, person) => String(person));
    await Promise.all(people.map((person) => turns.run(person, work)));
    expect([most, running]).toEqual([lintingLimits.atOnce, 0]);
    most = 0;
    await Promise.all([turns.run('one', work), turns.run('one', work), turns.run('one', work)]);
    expect([most, running]).toEqual([1, 0]);
  });
});
