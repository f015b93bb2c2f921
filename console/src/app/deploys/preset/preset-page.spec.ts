import type { TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { Preset } from '@hyprbox/contracts';
import { Drafts } from '../../core/session/drafts';
import { Session } from '../../core/session/session';
import { aJob, aNode, aUser } from '../../testing/builders';
import { eventually } from '../../testing/eventually';
import { PageHarness } from '../../testing/page-harness';
import { aPlan, aRollout } from '../../testing/rollout-builders';
import { PresetPage } from './preset-page';

const variable = { description: '', required: true, default: null };
const preset: Preset = {
  name: 'site',
  title: 'Website',
  description: 'Serves a site.',
  category: 'Web',
  version: 4,
  template: 'install_site "$domain"',
  variables: [
    { ...variable, name: 'domain', type: 'string', label: 'Domain', pattern: '[a-z.]+' },
    { ...variable, name: 'workers', type: 'int', label: 'Workers', default: 4, min: 1, max: 64 },
    { ...variable, name: 'tls', type: 'boolean', label: 'TLS', required: false, default: true },
  ],
};
const rendered = { script: 'echo hi', sha256: 'ab12', version: 4 };

describe('preset page', () => {
  let harness: PageHarness;

  async function call(url: string): Promise<TestRequest> {
    let found: TestRequest | undefined;
    await eventually(() => {
      found ??= harness.pending(url).at(-1);
      expect(found, `a call of ${url}`).toBeDefined();
    });
    if (found === undefined) throw new Error(`Nobody called ${url}.`);
    return found;
  }

  async function open(query = '', user = aUser()): Promise<void> {
    harness = await PageHarness.open(PresetPage, 'deploys/:preset', `/dashboard/deploys/site${query}`, user);
  }

  async function show(query = '', user = aUser(), shown = preset): Promise<void> {
    await open(query, user);
    (await call('/api/presets/site')).flush(shown);
    await eventually(() => expect(harness.text).toContain('Serves a site.'));
    if (user.role === 'VIEWER') return;
    const hosts = [aNode({ id: 'web-1' }), aNode({ id: 'web-2', status: 'OFFLINE' })];
    (await call('/api/nodes')).flush({ items: hosts, nextCursor: null });
    await eventually(() => expect(harness.text).toContain('web-2'));
  }

  function field(label: string): HTMLInputElement {
    const found = [...harness.page.querySelectorAll('mat-form-field')].find((each) =>
      each.querySelector('label')?.textContent?.includes(label),
    );
    const input = found?.querySelector('input');
    if (!input) throw new Error(`There is no field “${label}”.`);
    return input;
  }

  function type(label: string, value: string): void {
    const input = field(label);
    input.value = value;
    input.dispatchEvent(new Event('input'));
    input.dispatchEvent(new Event('blur'));
  }

  function choose(host: string): void {
    const row = [...harness.page.querySelectorAll('mat-checkbox')].find((each) => each.textContent?.includes(host));
    row?.querySelector('input')?.click();
  }

  it('says that it is loading', async () => {
    await open();
    expect(harness.text).toContain('Loading the preset');
  });

  it('says that there is no such preset', async () => {
    await open();
    (await call('/api/presets/site')).flush({ title: 'There is no such preset' }, { status: 404, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('There is no such preset'));
  });

  it.each([
    [503, 'The database is away', true],
    [403, 'You may not do this', false],
  ])('says what went wrong (%i), and tries again where that can help', async (status, title, retry) => {
    await open();
    (await call('/api/presets/site')).flush({ title, status }, { status, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain(title));
    if (!retry) {
      expect(() => harness.control('Try again')).toThrow();
      return;
    }
    harness.control('Try again').click();
    (await call('/api/presets/site')).flush(preset);
    await eventually(() => expect(harness.text).toContain('Serves a site.'));
  });

  it('waits for the required fields, then shows the script that they make', async () => {
    await show();
    expect(harness.text).toContain('Complete the fields to see all that will run');
    expect(harness.page.querySelector('hb-script-preview pre')?.textContent).toBe(preset.template);
    expect(harness.pending('/api/presets/site/render')).toEqual([]);
    type('Domain', 'shop.example');
    const render = await call('/api/presets/site/render');
    expect(render.request.body).toEqual({ variables: { domain: 'shop.example', workers: 4, tls: true } });
    render.flush(rendered);
    await eventually(() => expect(harness.text).toContain('As it will run'));
    expect(harness.page.querySelector('pre')?.textContent).toBe('echo hi');
    expect(harness.text).toContain('ab12');
  });

  it('shows before that also the functions that the preset uses', async () => {
    const functions = [
      { name: 'install-site', text: '# Installs $1.\ninstall_site() {\n  say "$1"\n}' },
      { name: 'say', text: 'say() { echo "$1"; }' },
    ];
    await show('', aUser(), { ...preset, functions });
    const shown = harness.page.querySelector('hb-script-preview pre')?.textContent ?? '';
    expect(shown.split('\n\n')).toEqual([preset.template, '# What it uses:', ...functions.map(({ text }) => text)]);
  });

  it('says at the field what is wrong with it, and renders nothing', async () => {
    await show();
    type('Domain', 'NOT A DOMAIN');
    type('Workers', '65');
    await eventually(() => expect(harness.text).toContain('Domain must match the pattern [a-z.]+'));
    expect(harness.text).toContain('Workers must be at most 64');
    expect(harness.pending('/api/presets/site/render')).toEqual([]);
  });

  it('shows what the server has against a value at its field', async () => {
    await show();
    type('Domain', 'shop.example');
    const fault = { pointer: '/variables/domain', detail: 'is taken' };
    (await call('/api/presets/site/render')).flush({ errors: [fault] }, { status: 400, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('Domain is taken'));
  });

  it('says that the script could not be rendered, and tries again', async () => {
    await show();
    type('Domain', 'shop.example');
    (await call('/api/presets/site/render')).flush({ title: 'Away' }, { status: 503, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('Away'));
    harness.control('Try again').click();
    (await call('/api/presets/site/render')).flush(rendered);
    await eventually(() => expect(harness.text).toContain('As it will run'));
  });

  it('sends nothing until fields and hosts are right, and says what is missing', async () => {
    await show();
    harness.control('Apply').click();
    await eventually(() => expect(harness.text).toContain('Choose at least one host.'));
    expect(harness.text).toContain('Domain is required');
    expect(harness.pending('/api/jobs')).toEqual([]);
  });

  it('sends nothing while a field is wrong, also when a host is chosen', async () => {
    await show('?node=web-1');
    await eventually(() => harness.control('Apply on web-1'));
    harness.control('Apply on web-1').click();
    await eventually(() => expect(harness.text).toContain('Some fields need another look.'));
    expect(document.activeElement?.closest('mat-form-field')?.textContent).toContain('Domain');
    expect(harness.pending('/api/jobs')).toEqual([]);
  });

  it('runs it on one host and goes to the job', async () => {
    await show('?node=web-1');
    type('Domain', 'shop.example');
    await eventually(() => harness.control('Apply on web-1'));
    harness.control('Apply on web-1').click();
    const create = await call('/api/jobs');
    expect(create.request.body).toEqual({
      nodeId: 'web-1',
      preset: 'site',
      variables: { domain: 'shop.example', workers: 4, tls: true },
    });
    create.flush(aJob({ id: 'job-9' }), { status: 201, statusText: 'x' });
    await eventually(() => expect(harness.url).toBe('/dashboard/jobs/job-9'));
  });

  it('says why it was not queued, and stays', async () => {
    await show('?node=web-1');
    type('Domain', 'shop.example');
    await eventually(() => harness.control('Apply on web-1'));
    harness.control('Apply on web-1').click();
    (await call('/api/jobs')).flush({ detail: 'There is no such host.' }, { status: 404, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('It was not queued. There is no such host.'));
    expect(field('Domain').value).toBe('shop.example');
  });

  it('plans a rollout for several hosts, shows what it would do, and starts it', async () => {
    await show();
    type('Domain', 'shop.example');
    choose('web-1');
    choose('web-2');
    await eventually(() => expect(harness.text).toContain('web-2 is not connected'));
    harness.control('Plan on 2 hosts').click();
    const planning = await call('/api/rollouts');
    expect(planning.request.body).toEqual({
      dryRun: true,
      preset: 'site',
      presetVersion: 4,
      variables: { domain: 'shop.example', workers: 4, tls: true },
      selector: { nodeIds: ['web-1', 'web-2'] },
      waves: [{ size: '1' }, { size: '10%' }, { size: '100%' }],
      budget: '10%',
      whenOffline: 'WAIT',
      waitSeconds: 86_400,
      timeoutSeconds: 3_600,
    });
    const away = { nodeId: 'web-2', reason: 'OFFLINE', becomes: 'SKIPPED', until: null } as const;
    planning.flush(aPlan({ unavailable: [away], unavailableCount: 1, warnings: ['Mind the step.'] }));
    await eventually(() => expect(harness.text).toContain('2 hosts in 2 waves; at most 1 running'));
    expect(harness.text).toContain('web-2 not connected: left out');
    expect(harness.text).toContain('Mind the step.');
    expect(harness.page.querySelector('pre')?.textContent).toBe('echo planned');
    harness.control('Start on 2 hosts').click();
    const start = await call('/api/rollouts');
    expect(start.request.body).toEqual({ ...planning.request.body, dryRun: undefined });
    start.error(new ProgressEvent('error'));
    await eventually(() => expect(harness.text).toContain('The server cannot be reached'));
    // The first may have been carried out, its answer lost.
    harness.control('Start on 2 hosts').click();
    const again = await call('/api/rollouts');
    expect(again.request.headers.get('idempotency-key')).toBe(start.request.headers.get('idempotency-key'));
    again.flush(aRollout({ id: 'rollout-1' }), { status: 201, statusText: 'x' });
    await eventually(() => expect(harness.url).toBe('/dashboard/rollouts/rollout-1'));
  });

  it('goes back from the plan to the form as it was', async () => {
    await show('?nodes=web-1,web-2');
    type('Domain', 'shop.example');
    harness.control('Plan on 2 hosts').click();
    (await call('/api/rollouts')).flush(aPlan());
    await eventually(() => harness.control('Back to the form'));
    harness.control('Back to the form').click();
    await eventually(() => expect(document.activeElement?.textContent).toContain('Plan on 2 hosts'));
    expect(field('Domain').value).toBe('shop.example');
  });

  it('plans a rollout for a selector, and says at the field what the server has against it', async () => {
    await show();
    type('Domain', 'shop.example');
    harness.control('By a selector').click();
    await eventually(() => harness.control('Plan the rollout'));
    harness.control('Plan the rollout').click();
    const planning = await call('/api/rollouts');
    expect(planning.request.body).toMatchObject({ selector: { all: true } });
    const errors = [
      { pointer: '/budget', detail: 'is too small' },
      { pointer: '/variables/domain', detail: 'is taken' },
      { pointer: '/selector', detail: 'selects no hosts' },
    ];
    planning.flush({ title: 'Invalid', detail: 'Look at the fields.', errors }, { status: 400, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('It could not be planned. Look at the fields.'));
    await eventually(() => expect(harness.text).toContain('Budget is too small'));
    expect(harness.text).toContain('Domain is taken');
    expect(harness.text).toContain('/selector selects no hosts');
  });

  it('plans nothing while the rollout is not filled in rightly', async () => {
    await show('?nodes=web-1,web-2');
    type('Domain', 'shop.example');
    type('Budget', '0');
    harness.control('Plan on 2 hosts').click();
    await eventually(() => expect(harness.text).toContain('Some fields need another look.'));
    expect(harness.pending('/api/rollouts')).toEqual([]);
  });

  it('chooses all hosts of a tag', async () => {
    await open();
    (await call('/api/presets/site')).flush(preset);
    const hosts = [aNode({ id: 'web-1', tags: ['web'] }), aNode({ id: 'web-2', tags: ['web'] }), aNode({ id: 'db-1' })];
    (await call('/api/nodes')).flush({ items: hosts, nextCursor: 'after-200' });
    const others = Array.from({ length: 14 }, (_, index) => ({ tag: `rack-${index}`, nodes: 1 }));
    (await call('/api/nodes/tags')).flush({ items: [{ tag: 'web', nodes: 2 }, ...others] });
    await eventually(() => harness.control('web'));
    harness.control('3 more').click();
    await eventually(() => harness.control('rack-13'));
    const order = (): string[] =>
      [...harness.page.querySelectorAll('.tags button')].map((button) => button.textContent.trim());
    const before = order();
    harness.control('web').click();
    const tagged = await call('/api/nodes');
    expect(tagged.request.params.get('tag')).toBe('web');
    tagged.flush({ items: hosts.slice(0, 2), nextCursor: null });
    await eventually(() => harness.control('Choose all 2 of web'));
    expect(order()).toEqual(before);
    harness.control('Choose all 2 of web').click();
    await eventually(() => harness.control('Plan on 2 hosts'));
  });

  it('begins with the hosts that the address names', async () => {
    await show('?nodes=web-1,web-2,BAD!');
    await eventually(() => harness.control('Plan on 2 hosts'));
  });

  it('begins with the values, host and time limit of the job that is run again', async () => {
    await open('?from=job-1');
    (await call('/api/presets/site')).flush(preset);
    const source = aJob({
      nodeId: 'web-9',
      timeoutSeconds: 90,
      variables: { domain: 'old.example', workers: 8, tls: false },
    });
    (await call('/api/jobs/job-1')).flush({ ...source, script: '', stdout: '', stderr: '' });
    await eventually(() => expect(field('Domain').value).toBe('old.example'));
    expect((await call('/api/presets/site/render')).request.body).toEqual({ variables: source.variables });
    harness.control('Apply on web-9').click();
    expect((await call('/api/jobs')).request.body).toMatchObject({ nodeId: 'web-9', timeoutSeconds: 90 });
  });

  it('keeps what was typed when the server ends the session, and only then', async () => {
    await show();
    type('Domain', 'shop.example');
    await call('/api/presets/site/render');
    const drafts = TestBed.inject(Drafts);
    expect(drafts.find('deploy/site')).toMatchObject({ domain: 'shop.example' });
    TestBed.inject(Session).end();
    await TestBed.inject(Router).navigateByUrl('/login');
    expect(drafts.find('deploy/site')).toMatchObject({ domain: 'shop.example' });
  });

  it('forgets what was typed when the form is left', async () => {
    await show();
    type('Domain', 'shop.example');
    await TestBed.inject(Router).navigateByUrl('/elsewhere');
    expect(TestBed.inject(Drafts).find('deploy/site')).toBeUndefined();
  });

  it('fills in what was kept', async () => {
    await open();
    TestBed.inject(Drafts).keep('deploy/site', {
      domain: 'kept.example',
      tls: 'not a boolean',
      gone: 'x',
      workers: '8',
    });
    (await call('/api/presets/site')).flush(preset);
    expect((await call('/api/presets/site/render')).request.body).toEqual({
      variables: { domain: 'kept.example', workers: 8, tls: true },
    });
  });

  it('lets a viewer see the script, but not run it', async () => {
    await show('', aUser({ role: 'VIEWER' }));
    expect(harness.text).toContain('Your role may read presets');
    expect(() => harness.control('Apply')).toThrow();
    expect(harness.pending('/api/nodes')).toEqual([]);
  });
});
