import { aNode, aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { aPlan, aRollout, aRolloutSummary } from '../../testing/rollout-builders';
import { ScriptPage } from './script-page';

describe('script page', () => {
  let server: FakeServer;
  let harness: PageHarness;

  async function open(user = aUser()): Promise<void> {
    harness = await PageHarness.open(ScriptPage, 'rollouts/script', '/dashboard/rollouts/script', user);
    const none = { items: [], nextCursor: null };
    server = new FakeServer()
      .on('GET /api/nodes', { items: [aNode(), aNode({ id: 'web-2' })], nextCursor: null })
      .on('GET /api/nodes/tags', { items: [] })
      .on('GET /api/presets', none)
      .on('GET /api/alerts/windows', none)
      .on('GET /api/rollouts', none);
  }

  async function show(): Promise<void> {
    await open();
    await server.until(() => expect(harness.text).toContain('web-2'));
  }

  const choose = (host: string): void =>
    [...harness.page.querySelectorAll('hb-host-picker mat-checkbox')]
      .find((each) => each.textContent?.includes(host))
      ?.querySelector('input')
      ?.click();

  it('plans a script on one host, and runs it', async () => {
    await show();
    fillIn('Command or script', 'uptime');
    choose('web-1');
    server.on('POST /api/rollouts', aPlan({ script: 'uptime\n' }));
    await harness.press('Plan it');
    await server.until(() => expect(harness.text).toContain('What will be done'));
    expect(server.calls('POST /api/rollouts')[0]?.body).toMatchObject({
      dryRun: true,
      script: 'uptime\n',
      selector: { nodeIds: ['web-1'] },
    });
    server.on('POST /api/rollouts', aRollout({ id: 'mine' }));
    await harness.press('Start on 2 hosts');
    await server.until(() => expect(harness.url).toBe('/dashboard/rollouts/mine'));
  });

  it('plans nothing before there is a script and a host', async () => {
    await show();
    await harness.press('Plan it');
    await server.until(() => expect(harness.text).toContain('Write what is to be run.'));
    expect(harness.text).toContain('Choose at least one host.');
    expect(document.activeElement).toBe(fieldLabelled('Command or script'));
    fillIn('Command or script', 'uptime');
    await harness.press('Plan it');
    await server.until(() => expect(document.activeElement).toBe(fieldLabelled('Search hosts')));
    expect(server.calls('POST /api/rollouts')).toEqual([]);
  });

  it('says why it could not be planned', async () => {
    await show();
    fillIn('Command or script', 'uptime');
    choose('web-1');
    server.on('POST /api/rollouts', new Refusal(409, { title: 'No', detail: 'Too many are open.' }));
    await harness.press('Plan it');
    await server.until(() => expect(harness.text).toContain('It could not be planned. Too many are open.'));
  });

  it('takes up again what was run before', async () => {
    await open();
    server.on('GET /api/rollouts', { items: [aRolloutSummary({ name: 'uptime', preset: null })], nextCursor: null });
    server.on(`GET /api/rollouts/${aRolloutSummary().id}`, aRollout({ script: 'uptime -p\n' }));
    await server.until(() => expect(harness.control('Use again: uptime')).toBeDefined());
    expect(server.calls('GET /api/rollouts')[0]?.params.get('preset')).toBe('(script)');
    await harness.press('Use again: uptime');
    await server.until(() => expect(harness.page.querySelector('textarea')?.value).toBe('uptime -p'));
  });

  it('is not for those who may not', async () => {
    await open(aUser({ role: 'OPERATOR' }));
    expect(harness.text).toContain('Only administrators run scripts of their own');
  });
});
