import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../test-support/fake-server.js';
import { anApproval, approvalId, aRollout, aTarget, rolloutId } from '../../test-support/rollout-builders.js';
import { runCli } from '../../test-support/run-cli.js';
import type { CliOptions } from '../../test-support/run-cli.js';

const at = `/approvals/${approvalId}`;
const digest = 'd'.repeat(64);

describe('approvals on the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /approvals', { items: [anApproval()], nextCursor: null });
    server.json(`GET ${at}`, anApproval());
    server.json(`GET /rollouts/${rolloutId}`, aRollout({ state: 'AWAITING_APPROVAL', variables: { reboot: true } }));
    server.json(`GET /rollouts/${rolloutId}/targets`, {
      items: [aTarget(), aTarget({ nodeId: 'db-1' })],
      nextCursor: null,
    });
    for (const verb of ['approve', 'reject', 'override'])
      server.json(`POST ${at}/${verb}`, anApproval({ state: 'APPROVED' }));
  });
  afterEach(() => server.stop());

  const cli = (words: string[], options: CliOptions = {}) => runCli(['approval', ...words], { env, ...options });
  const sent = (verb: string): unknown => server.sent(`POST ${at}/${verb}`)[0]?.body;

  it('lists what is to be decided, unless another state is asked for', async () => {
    expect((await cli(['list'])).out).toMatch(/package-update +12 +PENDING +its preset/);
    await cli(['list', '--state', 'REJECTED']);
    expect(server.sent('GET /approvals').map(({ query }) => query.get('state'))).toEqual(['PENDING', 'REJECTED']);
  });

  it('shows hosts, values, the script, and what is different since it ran last', async () => {
    const { out } = await cli(['show', approvalId]);
    expect(out).toContain('web-1');
    expect(out).toContain('db-1, web-1 and 10 more');
    expect(out).toContain('reboot=true');
    expect(out).toContain('The script:\necho new\necho same\n');
    expect(out).toMatch(/@@ -1,2 \+1,2 @@\n-echo old\n\+echo new\n echo same\n$/);
  });

  it('colours the comparison in a terminal, and lets nothing in a script act on it', async () => {
    const script = '\x1b[32m+nice\x1b[0m\x1b]0;owned\x07 rm -rf /\rls    \necho same\n';
    server.json(`GET ${at}`, anApproval({ script }));
    const { out, err } = await cli(['show', approvalId], { isTTY: true, columns: 100 });
    expect(out).toContain('\x1b[31m-echo old\x1b[39m');
    expect(out).toContain('\x1b[32m++nice rm -rf /\\rls    \x1b[39m');
    expect(out).not.toContain('\x1b]0');
    expect(err).toContain(`hyprbox approval approve ${approvalId} --digest ${digest}`);
  });

  it.each([
    [null, 'It has never run before.'],
    ['echo new\necho same\n', 'It is the same as the one that ran last.'],
  ])('says so where there is nothing to compare with: %j', async (lastScript, words) => {
    server.json(`GET ${at}`, anApproval({ lastScript }));
    expect((await cli(['show', approvalId])).out).toContain(words);
  });

  it('decides on what is there, or on what was looked at', async () => {
    expect((await cli(['approve', '0198c0de'])).code).toBe(0);
    expect(sent('approve')).toEqual({ digest });
    await cli(['reject', approvalId, '--comment', 'Not today', '--digest', 'e'.repeat(64)]);
    expect(sent('reject')).toEqual({ comment: 'Not today', digest: 'e'.repeat(64) });
    expect((await cli(['override', approvalId])).code).toBe(2);
    await cli(['override', approvalId, '--reason', 'Sites are down']);
    expect(sent('override')).toEqual({ reason: 'Sites are down', digest });
  });

  it('says why somebody may not', async () => {
    server.problem(`POST ${at}/approve`, 403, 'OWN_APPROVAL', 'Nobody approves what they asked for');
    const { code, err } = await cli(['approve', approvalId]);
    expect([code, err]).toEqual([3, 'Error: Nobody approves what they asked for\n']);
  });
});
