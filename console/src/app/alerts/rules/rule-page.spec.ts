import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import { fakeEcharts } from '../../shared/chart/fake-echarts';
import { anAlertSummary, aRule } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { RulePage } from './rule-page';
import { RulesPage } from './rules-page';

const stored = 'PUT /api/alerts/rules/rule-1';
const span = (from: string, to: string) => ({ from, to, peak: 97 });

describe('rule page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/alerts/rules/rule-1', aRule())
      .on('POST /api/alerts/rules/test', { now: [], history: [], series: [], truncated: false })
      .on('POST /api/nodes/select', { count: 2, digest: '', items: [{ nodeId: 'web-1' }, { nodeId: 'web-2' }] })
      .on('GET /api/nodes/tags', { items: [{ tag: 'web', count: 2 }] })
      .on(stored, aRule({ version: 4 }));
  });

  const create = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(RulePage, 'alerts/rules/new', '/dashboard/alerts/rules/new', user);
  const edit = async (user = aUser()): Promise<PageHarness> => {
    const harness = await PageHarness.open(RulePage, 'alerts/rules/:ruleId', '/dashboard/alerts/rules/rule-1', user);
    await server.until(() => expect(fieldLabelled('Name').value).toBe('CPU busy for long'));
    return harness;
  };

  it('sends what was filled in', async () => {
    server.on('POST /api/alerts/rules', aRule());
    const harness = await create();
    harness.control('Create the rule').click();
    await server.until(() => expect(wordsAtField('Name')).toContain('This must be filled in.'));
    expect(server.calls('POST /api/alerts/rules')).toEqual([]);
    fillIn('Name', 'CPU busy');
    fillIn('Fires at', '95');
    fillIn('Over', '10 min');
    fillIn('Runbook', 'https://wiki.example.com/cpu');
    harness.control('Create the rule').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/alerts/rules'));
    expect(server.calls('POST /api/alerts/rules')[0]?.body).toEqual({
      name: 'CPU busy',
      kind: 'METRIC',
      selector: { all: true },
      condition: { metric: 'cpuPct', op: '>', fire: 95, clear: 80, aggregate: 'MEAN', windowSeconds: 600 },
      forSeconds: 300,
      keepSeconds: 60,
      severity: 'WARNING',
      noData: 'HOLD',
      enabled: true,
      runbook: 'https://wiki.example.com/cpu',
    });
  });

  it('refuses thresholds that are the wrong way round, in words', async () => {
    const harness = await edit();
    fillIn('Well again at', '96');
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Well again at')).toContain('This is at most 90'));
    fillIn('Fires at', '97');
    await server.until(() => expect(wordsAtField('Well again at')).not.toContain('This is at most'));
  });

  it('tries the rule as it is typed, and draws when it would have fired', async () => {
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    server.on('POST /api/alerts/rules/test', {
      now: [{ target: { nodeId: 'web-1' }, value: 97.2 }],
      history: [
        { target: { nodeId: 'web-1' }, ...span(at(84), at(83)) },
        { target: { nodeId: 'db-1' }, ...span(at(20), at(10)) },
      ],
      series: [],
      truncated: false,
    });
    const harness = await edit();
    await server.until(() => expect(harness.text).toContain('Would fire now on 1 host, 2 times in the last 7 days.'));
    const strips = [...harness.page.querySelectorAll('.strip')];
    expect(strips.map((strip) => strip.getAttribute('aria-label'))).toEqual([
      'db-1: fired 1 time, 10 h 0 min in all',
      'web-1: fired 1 time, 1 h 0 min in all',
    ]);
    expect(strips[1]?.querySelector('span')?.style.left).toMatch(/^50(\.0\d+)?%$|^49\.9\d+%$/);
    expect(harness.text).toContain('97.2%');
    fillIn('Fires at', '92');
    await server.until(() => expect(server.calls('POST /api/alerts/rules/test')).toHaveLength(2));
    expect(server.calls('POST /api/alerts/rules/test')[1]?.body).toMatchObject({ condition: { fire: 92 } });
    // What it is called changes nothing.
    fillIn('Name', 'Another name');
    await server.until(() => expect(wordsAtField('Name')).not.toContain('must be'));
    expect(server.calls('POST /api/alerts/rules/test')).toHaveLength(2);
  });

  it('draws the metric of the worst hosts, with the thresholds and when the rule would have fired', async () => {
    TestBed.configureTestingModule({ deferBlockBehavior: DeferBlockBehavior.Playthrough });
    fakeEcharts();
    const minutes = [0, 1, 2, 3].map((minute) => new Date(Date.UTC(2026, 0, 2, 12, minute)).toISOString());
    const [from = '', , to = ''] = minutes;
    const points = (values: readonly (number | null)[]) =>
      values.map((value, index) => ({ at: minutes[index], value }));
    server.on('POST /api/alerts/rules/test', {
      now: [{ target: { nodeId: 'web-1' }, value: 97.2 }],
      history: [
        { target: { nodeId: 'web-1' }, ...span(from, to) },
        { target: { nodeId: 'db-1' }, ...span(from, to) },
      ],
      series: [
        { target: { nodeId: 'web-1' }, points: points([20, 97.2, null, 91]) },
        { target: { nodeId: 'web-2' }, points: points([20, 30, 40, 50]) },
      ],
      truncated: false,
    });
    const harness = await edit();
    const drawn = (): Element[] => [...harness.page.querySelectorAll('hb-back-test-chart [role="img"]')];
    await server.until(() => expect(drawn()).toHaveLength(2));
    expect(drawn()[0]?.getAttribute('aria-label')).toMatch(
      /^web-1, .*CPU: latest 91%, lowest 20%, highest 97\.2%\. Fires above: 90%\. Is well again at: 80%\. Would have fired from .*:00 to .*:02$/,
    );
    expect(drawn()[1]?.getAttribute('aria-label')).not.toContain('Would have fired');
    const shade = harness.page.querySelector<HTMLElement>('hb-back-test-chart .stretch');
    expect([shade?.style.left, shade?.style.width.slice(0, 5)]).toEqual(['0%', '66.66']);
    expect(harness.text).toContain('Dashed: fires above 90%, well again at 80%. Shaded: would have fired.');
    // A host that has a chart needs no strip.
    expect([...harness.page.querySelectorAll('.strip')].map((strip) => strip.getAttribute('aria-label'))).toEqual([
      'db-1: fired 1 time, 0 s in all',
    ]);
  });

  it('says how many hosts it is about', async () => {
    const harness = await edit();
    await server.until(() => expect(harness.text).toMatch(/Matches 2 hosts ?: web-1, web-2/));
    harness.control('By tags').click();
    await server.until(() => expect(harness.text).toContain('Say which hosts.'));
    await server.until(() => expect(harness.text).toContain('Tags of the fleet: web'));
    fillIn('Any of these tags', 'web, db');
    harness.control('Save').click();
    await server.until(() => expect(server.calls(stored)).toHaveLength(1));
    expect(server.calls(stored)[0]?.body).toMatchObject({ selector: { tagsAny: ['web', 'db'] }, version: 3 });
  });

  describe('what is run on the host', () => {
    const remediation = { preset: 'swap-file', variables: { size_mb: 512 }, everySeconds: 3_600, atOnce: 2 };
    const size = {
      name: 'size_mb',
      type: 'int',
      label: 'Size',
      description: '',
      required: true,
      default: null,
      min: 0,
    };
    const presets = [
      { name: 'swap-file', description: 'Gives the host a swap file.', variables: [size] },
      { name: 'system-facts', description: 'Tells.', variables: [] },
    ];

    beforeEach(() => server.on('GET /api/presets', { items: presets, nextCursor: null }));

    it('is nothing, unless it is switched on', async () => {
      const harness = await edit();
      expect(harness.text).not.toContain('Preset to run');
      harness.control('Save').click();
      await server.until(() => expect(server.calls(stored)).toHaveLength(1));
      expect(server.calls(stored)[0]?.body).not.toHaveProperty('remediation');
    });

    it('stays as it is', async () => {
      server.on('GET /api/alerts/rules/rule-1', aRule({ remediation }));
      const harness = await edit();
      await server.until(() => expect(fieldLabelled('Size').value).toBe('512'));
      harness.control('Save').click();
      await server.until(() => expect(server.calls(stored)[0]?.body).toMatchObject({ remediation }));
    });

    it('is a preset with its variables, which are looked at', async () => {
      server.on('GET /api/alerts/rules/rule-1', aRule({ remediation }));
      const harness = await edit();
      await server.until(() => expect(fieldLabelled('Size').value).toBe('512'));
      expect(harness.text).toContain('It is run for whoever saved the rule last');
      fillIn('Size', '');
      fillIn('Hosts at once', '0');
      harness.control('Save').click();
      await server.until(() => expect(wordsAtField('Size')).toContain('Size is required'));
      expect(wordsAtField('Hosts at once')).toContain('from 1 to 100');
      expect(server.calls(stored)).toEqual([]);
      fillIn('Size', '1024');
      fillIn('Hosts at once', '3');
      fillIn('On a host at most every', '30 min');
      harness.control('Save').click();
      await server.until(() => expect(server.calls(stored)).toHaveLength(1));
      expect(server.calls(stored)[0]?.body).toMatchObject({
        remediation: { preset: 'swap-file', variables: { size_mb: 1024 }, everySeconds: 1_800, atOnce: 3 },
      });
    });

    it('goes with the switch', async () => {
      server.on('GET /api/alerts/rules/rule-1', aRule({ remediation }));
      const harness = await edit();
      const [on] = [...document.querySelectorAll<HTMLElement>('hb-remediation-field button[role="switch"]')];
      on?.click();
      await server.until(() => expect(harness.text).not.toContain('Preset to run'));
      harness.control('Save').click();
      await server.until(() => expect(server.calls(stored)).toHaveLength(1));
      expect(server.calls(stored)[0]?.body).not.toHaveProperty('remediation');
    });
  });

  it('shows what somebody has changed meanwhile, and loses nothing that was typed', async () => {
    server.on(stored, new Refusal(409, { code: 'ALERT_RULE_CHANGED', title: 'Changed', detail: 'Read it again.' }));
    const harness = await edit();
    fillIn('Name', 'Mine');
    const condition = {
      metric: 'cpuPct',
      op: '>',
      fire: 95,
      clear: 80,
      aggregate: 'MEAN',
      windowSeconds: 300,
    } as const;
    server.on('GET /api/alerts/rules/rule-1', aRule({ version: 7, condition, severity: 'CRITICAL' }));
    harness.control('Save').click();
    await server.until(() => expect(harness.text).toContain('Somebody has changed this rule'));
    expect(harness.text).toMatch(/Condition: CPU above 90%.* is now CPU above 95%/);
    expect(harness.text).toContain('Severity: Warning is now Critical');
    expect(fieldLabelled('Name').value).toBe('Mine');
    server.on(stored, aRule({ version: 8 }));
    harness.control('Save mine instead').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/alerts/rules'));
    expect(server.calls(stored)[1]?.body).toMatchObject({ name: 'Mine', version: 7, condition: { fire: 90 } });
  });

  it('goes on with what others have made of it, if that is wanted', async () => {
    server.on(stored, new Refusal(409, { code: 'ALERT_RULE_CHANGED', title: 'Changed', detail: 'Read it again.' }));
    const harness = await edit();
    fillIn('Name', 'Mine');
    server.on('GET /api/alerts/rules/rule-1', aRule({ version: 7, name: 'Theirs' }));
    harness.control('Save').click();
    await server.until(() => expect(harness.control('Go on with theirs')).toBeDefined());
    harness.control('Go on with theirs').click();
    await server.until(() => expect(fieldLabelled('Name').value).toBe('Theirs'));
  });

  it('shows what the server has against a field', async () => {
    const errors = [{ pointer: '/condition/mount', detail: 'is for filesystems only' }];
    const condition = {
      metric: 'filesystemPct',
      op: '>',
      fire: 90,
      clear: 85,
      aggregate: 'LAST',
      windowSeconds: 0,
    } as const;
    server.on('GET /api/alerts/rules/rule-1', aRule({ condition: { ...condition, mount: '/srv/*' } }));
    server.on(stored, new Refusal(400, { title: 'Not valid', detail: 'Look at the fields.', errors }));
    const harness = await edit();
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Mounted at')).toContain('is for filesystems only'));
  });

  it('is only to be read for those who may not write it', async () => {
    const harness = await edit(aUser({ role: 'OPERATOR' }));
    expect(fieldLabelled('Name').disabled).toBe(true);
    expect(() => harness.control('Save')).toThrow();
    expect(server.calls('POST /api/alerts/rules/test')).toEqual([]);
  });

  it('does not let them begin one either', async () => {
    const harness = await create(aUser({ role: 'OPERATOR' }));
    await server.until(() => expect(harness.text).toContain('Only admins write rules'));
  });
});

describe('rules page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/alerts/rules', { items: [aRule()], nextCursor: null })
      .on('GET /api/alerts/summary', anAlertSummary());
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(RulesPage, 'alerts/rules', '/dashboard/alerts/rules', user);
  const toggle = (): HTMLElement | null => document.querySelector('button[role="switch"]');

  it('says what is watched for, on which hosts, and what fires', async () => {
    server.on('GET /api/alerts/summary', anAlertSummary({ rules: [{ ruleId: 'rule-1', firing: 5_012 }] }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('firing'));
    expect(harness.text).toMatch(
      /CPU above 90%, mean of 5 min, well again at 80% Metric · All hosts Warning 5.?012 firing/,
    );
  });

  it('switches a rule off, or says why not', async () => {
    server.on(stored, aRule({ enabled: false, version: 4 }));
    const harness = await open();
    await server.until(() => expect(toggle()?.getAttribute('aria-checked')).toBe('true'));
    toggle()?.click();
    await server.until(() => expect(toggle()?.getAttribute('aria-checked')).toBe('false'));
    await server.until(() => expect(toggle()?.getAttribute('aria-disabled')).not.toBe('true'));
    const { name, condition, version } = aRule();
    expect(server.calls(stored)[0]?.body).toMatchObject({ name, condition, version, enabled: false });
    expect(server.calls(stored)[0]?.body).not.toHaveProperty('createdAt');
    server.on('GET /api/alerts/rules', { items: [aRule({ enabled: false })], nextCursor: null });
    server.on(stored, new Refusal(409, { title: 'Changed', detail: 'Read it again.' }));
    toggle()?.click();
    await server.until(() => expect(harness.overlay).toContain('CPU busy for long is as it was. Read it again.'));
    await server.until(() => expect(toggle()?.getAttribute('aria-checked')).toBe('false'));
  });
});
