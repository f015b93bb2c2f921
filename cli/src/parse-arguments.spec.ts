import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandTree } from './commands/command-tree.js';
import { runCli } from './test-support/run-cli.js';

const presets = readdirSync(new URL('../../server/presets', import.meta.url));

describe('the command line', () => {
  it.each(['preset source sync', 'backup status'])(
    'breaks what stands at the end of the help of %s evenly',
    async (of) => {
      const { out } = await runCli([...of.split(' '), '--help'], { columns: 80 });
      const end = out.trimEnd().slice(out.indexOf('Exit codes:')).split('\n');
      for (const line of end.slice(0, -1)) expect(line.length).toBeGreaterThan(60);
    },
  );

  it('gives a newcomer the overview', async () => {
    const { code, out, err } = await runCli([]);
    expect([code, err]).toEqual([0, '']);
    for (const entry of commandTree) if ('noun' in entry) expect(out).toContain(`hyprbox ${entry.noun}`);
    expect(out).toContain('hyprbox status');
  });

  it.each(['login', 'logout', 'status', 'node list', 'node show', 'preset list', 'preset show', 'preset preview'])(
    'explains %s with an example, within 80 columns',
    (command) => expectHelp(command),
  );
  it.each([
    'preset apply',
    'preset new',
    'preset edit',
    'preset save',
    'preset lint',
    'preset diff',
    'preset test',
    'preset publish',
    'preset versions',
    'preset discard',
    'preset retire',
    'preset export',
    'preset import',
    'preset source list',
    'preset source show',
    'preset source add',
    'preset source update',
    'preset source remove',
    'preset source sync',
    'preset source webhook',
    'job list',
    'job show',
    'job logs',
    'job cancel',
    'token create',
    'token list',
    'token revoke',
  ])('explains %s with an example, within 80 columns', (command) => expectHelp(command));

  it.each([
    'backup status',
    'backup policy list',
    'backup policy show',
    'backup policy create',
    'backup policy update',
    'backup policy delete',
    'backup policy pause',
    'backup policy resume',
    'backup policy accept-repository',
    'backup run start',
    'backup run list',
    'backup run show',
    'backup run logs',
    'backup run cancel',
    'backup snapshot list',
    'backup snapshot ls',
    'backup snapshot find',
    'backup snapshot diff',
    'backup restore',
    'backup drill run',
    'backup drill show',
    'backup drill list',
  ])('explains %s with an example, within 80 columns', (command) => expectHelp(command));

  it.each([
    'node select',
    'node maintenance',
    'alert list',
    'alert show',
    'alert ack',
    'alert unack',
    'alert note',
    'alert silence',
    'alert rule list',
    'alert rule show',
    'alert rule apply',
    'alert rule export',
    'alert channel list',
    'alert channel test',
    'alert route list',
    'alert route explain',
    'alert window list',
    'alert window add',
    'alert window end',
    'beat list',
    'beat add',
    'beat remove',
    'run',
    'select show',
    'select list',
    'select save',
    'select delete',
    'node tag',
    'rollout start',
    'rollout plan',
    'rollout list',
    'rollout show',
    'rollout watch',
    'rollout pause',
    'rollout resume',
    'rollout abort',
    'rollout retry',
    'rollout outputs',
    'schedule list',
    'schedule show',
    'schedule create',
    'schedule edit',
    'schedule pause',
    'schedule resume',
    'schedule run',
    'schedule fires',
    'schedule calendar',
    'schedule preview',
    'schedule delete',
    'approval list',
    'approval show',
    'approval approve',
    'approval reject',
    'approval override',
  ])('explains %s with an example, within 80 columns', (command) => expectHelp(command));

  async function expectHelp(command: string): Promise<void> {
    const { code, out } = await runCli([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples:\n\\s+hyprbox ${command}`));
    expect(out).toMatch(/Exit codes/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const examples = /^Examples:\n(?:.+\n)+/m.exec(out)?.[0] ?? '';
    // Only presets that there are, so that whoever copies an example sees it work.
    for (const [, preset] of examples.matchAll(/ preset (?:apply|show|preview) ([a-z-]+)/g)) {
      expect(presets, preset).toContain(`${preset}.sh`);
    }
    // No command is broken but behind a backslash: each line begins one, goes on with one, or says what it does.
    for (const line of examples.trimEnd().split('\n').slice(1))
      expect(line).toMatch(/^ {2}hyprbox |^ {4}--|^ {4}\| |^ {6}\S/);
  }

  it('explains the exit codes of following where it matters', async () => {
    for (const command of ['preset apply', 'job logs', 'backup run start', 'backup restore', 'backup drill run']) {
      expect((await runCli([...command.split(' '), '--help'])).out).toMatch(/75 .*124 .*130 /s);
    }
  });

  it('explains what a rollout may end with wherever one is followed', async () => {
    for (const command of ['run', 'preset apply', 'rollout start', 'rollout watch', 'rollout retry', 'schedule run']) {
      expect((await runCli([...command.split(' '), '--help'])).out).toMatch(/ 6 .* 7 .* 130 /s);
    }
  });

  it.each([
    [['stauts'], 'did you mean "status"?'],
    [['job', 'lst'], 'did you mean "list"?'],
    [['frobnicate'], 'Unknown command frobnicate'],
    [['job', 'list', '--stauts', 'FAILED'], 'Unknown flag --stauts; did you mean --status?'],
    [['preset', 'apply', 'nginx', '--note=web-1'], 'Unknown flag --note; did you mean --node?'],
    [['status', 'extra'], 'Unexpected word extra'],
    [['status', '-'], 'Unexpected word -'],
    [['node'], 'Something is missing: hyprbox node <command>'],
    [['job', 'frobnicate'], 'Unknown command frobnicate'],
    [['backup', 'polcy'], 'did you mean "policy"?'],
    [['backup', 'policy', 'lst'], 'did you mean "list"?'],
    [['backup', 'snapshot'], 'Something is missing: hyprbox backup snapshot <command>'],
    [['backup', 'run'], 'Something is missing: hyprbox backup run start <policy>'],
    [['backup', 'run', 'etc', '--folow'], 'Unknown flag --folow; did you mean --follow?'],
    [['node', 'show'], 'Something is missing: hyprbox node show <id>'],
    [['job', 'list', '--limit', '0'], '--limit must be a whole number'],
    [['job', 'list', '--limit', '1', '--limit', '2'], '--limit'],
    [['job', 'list', '--status', 'BROKEN'], 'Choices: "QUEUED"'],
    [['preset', 'apply', 'nginx', '--node', 'a', '--timeout', 'soon'], '--timeout must be a time such as'],
    [['preset', 'apply', 'nginx', '--node', 'a', '--timeout', '8d'], 'at most 7d'],
  ])('refuses %j and says what is wrong', async (words, message) => {
    const { code, out, err } = await runCli(words, { env: { HYPRBOX_API_URL: 'http://127.0.0.1:9' } });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toContain('See `hyprbox');
  });

  it.each([
    [['frobnicate', '--help'], 'Unknown command frobnicate'],
    [['stauts', '-h'], 'did you mean "status"?'],
    [['--help', 'job', 'frobnicate'], 'Unknown command frobnicate'],
    [['backup', 'policy', 'lst', '--help'], 'did you mean "list"?'],
  ])('has no help for what there is not: %j', async (words, message) => {
    const { code, out, err } = await runCli(words);
    expect([code, out, err.includes(message)]).toEqual([2, '', true]);
  });

  it('has help for each group, and for the completion', async () => {
    for (const words of ['job', 'backup', 'backup policy', 'completion']) {
      const { code, out, err } = await runCli([...words.split(' '), '--help']);
      expect([code, out.includes('hyprbox'), err]).toEqual([0, true, '']);
    }
  });

  it.each([
    [['job', 'list', '--node', 'a', '--node', 'b'], '--node is given more than once'],
    [['status', '--token', 'a', '--token', 'b'], '--token is given more than once'],
  ])('does not choose between two values: %j', async (words, message) => {
    expect(await runCli(words)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  it('tells usage errors as a problem with --json', async () => {
    const { code, out, err } = await runCli(['stauts', '--json']);
    expect([code, out]).toEqual([2, '']);
    expect(JSON.parse(err)).toMatchObject({ code: 'USAGE', detail: expect.stringContaining('status') });
  });

  it('gives its version, and a completion script', async () => {
    expect((await runCli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runCli(['completion'])).out).toContain('complete -o bashdefault');
    expect((await runCli(['--get-yargs-completions', 'hyprbox', 'job', ''])).out.split('\n')).toContain('cancel');
    const nouns = await runCli(['--get-yargs-completions', 'hyprbox', 'backup', '']);
    expect(nouns.out.trim().split('\n')).toEqual(['status', 'policy', 'run', 'snapshot', 'restore', 'drill']);
  });
});
