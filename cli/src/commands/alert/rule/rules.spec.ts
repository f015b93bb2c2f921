import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertRule } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anAlertRule } from '../../../test-support/alert-builders.js';
import { FakeServer, sendJson, sendProblem } from '../../../test-support/fake-server.js';
import { runCli } from '../../../test-support/run-cli.js';

const idOf = (number: number): string => `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** PostgreSQL gives the fields of JSON in an order of its own. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, reordered(each)]));
}

describe('rules as code', () => {
  let server: FakeServer;
  let directory: string;
  let rules: AlertRule[];
  let made: number;

  beforeEach(async () => {
    server = await FakeServer.start();
    directory = await mkdtemp(join(tmpdir(), 'rules-'));
    rules = [];
    made = 0;
    server.on('GET /alerts/rules', (_request, response) => sendJson(response, 200, { items: rules, nextCursor: null }));
    server.on('POST /alerts/rules', ({ body }, response) => {
      const fields = body as AlertRule;
      if (fields.severity === undefined) return sendProblem(response, 400, 'INVALID_INPUT', 'severity is required');
      const rule = keep({ ...fields, id: idOf(++made), version: 1 });
      sendJson(response, 201, rule);
    });
    server.json('POST /alerts/rules/test', { now: [], history: [], series: [], truncated: false });
  });
  afterEach(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  function keep(rule: Omit<AlertRule, 'createdAt' | 'updatedAt'>): AlertRule {
    const { createdAt, updatedAt } = anAlertRule();
    const stored = reordered({ ...rule, createdAt, updatedAt }) as AlertRule;
    rules = [...rules.filter(({ id }) => id !== rule.id), stored];
    server.on(`PUT /alerts/rules/${rule.id}`, ({ body }, response) => {
      const { version } = body as AlertRule;
      sendJson(response, 200, keep({ ...(body as AlertRule), id: rule.id, version: version + 1 }));
    });
    server.on(`DELETE /alerts/rules/${rule.id}`, (_request, response) => {
      rules = rules.filter(({ id }) => id !== rule.id);
      response.writeHead(204).end();
    });
    return stored;
  }

  const cli = (words: string, stdin?: string) =>
    runCli(words.split(' '), {
      env: { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' },
      ...(stdin !== undefined && { stdin }),
    });
  const apply = async (text: string, flags = ''): Promise<{ code: number; changes: string[]; err: string }> => {
    const path = join(directory, 'rules.yaml');
    await writeFile(path, text);
    const { code, out, err } = await cli(`alert rule apply -f ${path} --json${flags}`);
    const { changes } = out === '' ? { changes: [] } : JSON.parse(out);
    const said = changes.map(({ name, change, fields, refused }: Record<string, unknown>) =>
      `${name} ${refused ? 'not ' : ''}${change} ${fields}`.trim(),
    );
    return { code, changes: said, err };
  };
  const exported = async (): Promise<string> => (await cli('alert rule export')).out;

  const file = `rules:
  - name: Disk
    kind: METRIC
    severity: CRITICAL
    condition: { metric: filesystemPct, op: ">", fire: 95, clear: 93, aggregate: LAST, windowSeconds: 0, mount: "/srv/*" }
    runbook: https://example.com/disk
  - name: "null"
    kind: JOB
    severity: WARNING
    selector: { tagsAny: ["yes", "012"], tagsNone: [old] }
    condition: { outcomes: [FAILED] }
    forSeconds: 60
    remediation: { preset: nginx-site, variables: { port: "080", domain: a.example.com }, everySeconds: 600, atOnce: 2 }
`;

  it('come back byte for byte, whoever stores them', async () => {
    expect((await apply(file)).changes).toEqual(['Disk added', 'null added']);
    const first = await exported();
    expect(first).toMatch(/^rules:\n {2}- name: Disk\n {4}kind: METRIC\n {4}severity: CRITICAL\n {4}enabled: true\n/);
    expect(await apply(first)).toMatchObject({ code: 0, changes: ['Disk unchanged', 'null unchanged'] });
    rules = [];
    expect((await apply(first)).changes).toEqual(['Disk added', 'null added']);
    expect(await exported()).toBe(first);
    rules.reverse();
    expect(await exported()).toBe(first);
  });

  it('keep long and odd texts as they are', async () => {
    const odd = {
      ...anAlertRule(),
      name: `# a: "b" 'c' - ${'long '.repeat(15)}長`,
      runbook: `https://x/${'y'.repeat(300)}`,
    };
    keep(odd);
    const text = await exported();
    rules = [];
    await apply(text);
    expect(rules[0]).toMatchObject({ name: odd.name, runbook: odd.runbook });
    expect(await exported()).toBe(text);
  });

  it('tell what would change, and change nothing, with --dry-run', async () => {
    keep(anAlertRule({ id: idOf(50), name: 'Disk' }));
    keep(anAlertRule({ id: idOf(51), name: 'Other' }));
    const before = rules;
    const { code, changes } = await apply(file, ' --dry-run --prune');
    expect([code, changes]).toEqual([
      0,
      ['Disk changed condition,forSeconds,keepSeconds,runbook', 'null added', 'Other removed'],
    ]);
    expect(rules).toBe(before);
    expect(server.sent('POST /alerts/rules/test')).toHaveLength(2);
  });

  it('are changed by name, at the version that was read; others stay, or go with --prune', async () => {
    keep(anAlertRule({ id: idOf(50), name: 'Disk', version: 7 }));
    keep(anAlertRule({ id: idOf(51), name: 'Other' }));
    keep(anAlertRule({ id: idOf(52), name: 'Beat: dump', kind: 'BEAT', condition: { beatId: idOf(1) } } as object));
    expect((await apply(file)).code).toBe(0);
    expect(server.sent(`PUT /alerts/rules/${idOf(50)}`)[0]?.body).toMatchObject({ name: 'Disk', version: 7 });
    expect(rules.map(({ name }) => name).sort()).toEqual(['Beat: dump', 'Disk', 'Other', 'null']);
    expect((await apply(file, ' --prune')).changes).toEqual(['Disk unchanged', 'null unchanged', 'Other removed']);
    expect(rules.map(({ name }) => name).sort()).toEqual(['Beat: dump', 'Disk', 'null']);
    expect(await exported()).not.toContain('Beat');
  });

  it('that are refused do not keep the others from being written, but nothing is removed then', async () => {
    keep(anAlertRule({ id: idOf(51), name: 'Other' }));
    const { code, changes, err } = await apply(file.replace('severity: CRITICAL', 'enabled: true'), ' --prune');
    expect([code, JSON.parse(err).detail]).toEqual([2, 'severity is required']);
    expect(changes).toEqual(['Disk not added', 'null added', 'Other not removed']);
    expect(rules.map(({ name }) => name).sort()).toEqual(['Other', 'null']);
  });

  it('are read from stdin, as JSON too', async () => {
    const { code } = await cli(
      'alert rule apply -f -',
      JSON.stringify({ rules: [{ ...anAlertRule(), id: undefined, version: undefined }] }),
    );
    expect([code, rules.map(({ name }) => name)]).toEqual([0, ['Filesystem full']]);
  });

  it('show on a terminal what was done', async () => {
    const { out } = await cli('alert rule apply -f -', file);
    expect(out).toBe('CHANGE  RULE  FIELDS\nadded   Disk  –\nadded   null  –\n');
  });

  it.each([
    ['rules: {}', 'no list "rules"'],
    ['- name: x', 'must hold a file of rules'],
    ['rules: []\nrule: 1', '"rule" beside the list'],
    ['rules: [{ kind: SELF }]', 'rule 1 has no name'],
    ['rules: [null]', 'rule 1 has no name'],
    ['rules: [{ name: a }, { name: a }]', '"a" is there twice'],
    ['rules: [', 'neither YAML nor JSON'],
    ['rules: [{ name: a, <<: *b }]', 'neither YAML nor JSON'],
  ])('are not read from %j', async (text, message) => {
    const { code, err } = await apply(text);
    expect([code, err.includes(message.replaceAll('"', '\\"'))]).toEqual([2, true]);
    expect(server.received).toEqual([]);
  });
});
