import { randomUUID } from 'node:crypto';
import { requiredMetricNames, type BackupPolicy, type Job, type Problem, type ProblemFault } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exceptions, type Fields, type Meaning } from '../../test/exceptions.js';
import { ManyCallers } from '../../test/many-callers.js';
import { ajv, document, fieldsOf, jsonSchema, type Json } from '../../test/published-api.js';
import { operations, type Operation } from '../../test/published-operations.js';
import { casesOf, type RequestCase } from '../../test/request-cases.js';
import { startTestServer, type Answer, type Caller, type TestServer } from '../../test/test-server.js';

const nothing = '01999999-0000-7000-8000-000000000000';
const policy = { nodeId: 'web-1', paths: ['/etc'] };

const channel = { type: 'WEBHOOK', config: { url: 'https://example.org/hook' } };

const window = { cron: '0 3 * * *', timezone: 'UTC', durationSeconds: 3600 };
const beat = { periodSeconds: 3600 };
// Where nobody listens.
const presetSource = { url: 'https://127.0.0.1:1/presets.git', branch: 'main' };
// Once a month, so that each jitter is shorter than its pauses.
const times = { cron: '0 3 1 * *', timezone: 'UTC' };
const schedule = { ...times, rollout: { preset: 'system-facts', selector: { nodeIds: ['web-1'] } } };

/** What a body has to have by what the file says in words alone. */
const needed: Record<string, Json> = {
  'POST /api/backups/policies': policy,
  'PUT /api/backups/policies/{id}': policy,
  'PATCH /api/backups/policies/{id}': policy,
  'POST /api/backups/schedules/preview': { schedule: '0 3 * * *' },
  'POST /api/alerts/channels': channel,
  'PUT /api/alerts/channels/{id}': channel,
  'POST /api/alerts/windows': window,
  'PUT /api/alerts/windows/{id}': window,
  'POST /api/beats': beat,
  'PUT /api/beats/{id}': beat,
  'POST /api/preset-sources': presetSource,
  'PUT /api/preset-sources/{id}': presetSource,
  // Only said and not done: a rollout for each case would be too many that are not over.
  'POST /api/rollouts': { preset: 'system-facts', dryRun: true },
  'POST /api/nodes/tags': { add: ['given'] },
  'POST /api/schedules': schedule,
  'POST /api/schedules/preview': times,
  'PUT /api/schedules/{id}': { ...schedule, version: 1 },
  // A change says what it is a change of.
  'PUT /api/alerts/rules/{id}': { version: 1 },
};

/** Refusals of bodies that are of the right shape, for what they mean. */
const meanings: Meaning[] = [
  { routes: /settings$/, says: /^warning must be less than critical$/, why: 'two fields are held against each other' },
  { routes: /password$/, says: /^This is not your password\.$/, why: 'no case knows the password' },
  { routes: /auth/, says: /72 bytes long$/, why: 'a schema counts characters, and bcrypt bytes' },
  { routes: /nodes/, says: /^must be tags:/, why: 'few readers of patterns know letters of any script' },
  { routes: /policies/, says: /^exactly one of nodeId and tag must say/, why: 'either is allowed, but not both' },
  {
    routes: /policies|schedules/,
    says: /^There is no such preset\.$/,
    why: 'which presets there are is no matter of the API',
  },
  { routes: /policies\/{id}\//, says: /^is no node that the policy covers$/, why: 'the policy covers one node' },
  {
    routes: /policies/,
    says: /^is not a variable of restic's/,
    why: 'OpenAPI 3.0 says nothing of the names of fields',
  },
  {
    routes: /rules/,
    says: /^is for (?:filesystemPct|rules of the kinds)/,
    why: 'what may be said goes by another field',
  },
  { routes: /rules/, says: /at which things are well again/, why: 'nor may they stand in another order' },
  {
    routes: /channels/,
    says: /^(?:must be given|There is no such field\.)$/,
    why: 'the type says what a channel is made of',
  },
  {
    routes: /rollouts|schedules/,
    says: /^must be (?:left out where a script is given|given, or else a script)/,
    why: 'a preset or a script',
  },
  { routes: /rollouts/, says: /^is not a variable of this preset$/, why: 'the preset says which there are' },
  {
    routes: /rollouts|schedules/,
    says: /^is no (?:preset|maintenance window)/,
    why: 'which there are is no matter of the API',
  },
  { routes: /windows|beats/, says: /^must be (?:left out|given along)/, why: 'once, or again and again' },
  { routes: /windows/, says: /^must be less than \d+, the longest time/, why: 'the times say how long it may last' },
  { routes: /routes/, says: /^must be more than the \d+ s of the step/, why: 'steps come one after the other' },
  {
    routes: /rules|select|tags|windows|routes|rollouts|schedules/,
    says: /^must be {"all":true} alone/,
    why: 'all hosts, or some by conditions',
  },
  {
    routes: /preset-sources/,
    says: /^must (?:begin with https|be an https or ssh|not hold spaces|be the name of a branch|be env:NAME|be a directory)/,
    why: 'what an address, a branch and a reference are made of is said in words',
  },
  { routes: /preset-sources/, says: /^must be left out of an https address$/, why: 'the address says what it needs' },
  { routes: /policies|schedules|windows|beats/, says: /^must be five cron fields/, why: 'no pattern tells a schedule' },
  {
    routes: /policies|schedules|windows|beats/,
    says: /^must be the name of a time zone/,
    why: 'nor the names of time zones',
  },
];

/** Where a fault in something is told of the whole of it. */
const toldOfTheWhole: Fields = {
  'PATCH /api/nodes/{nodeId}': ['/tags'],
  'POST /api/nodes/heartbeat': ['/running'],
  'POST /api/jobs/{id}/output': ['/chunks/0', '/lostBefore'],
  'POST /api/backups/restores': ['/include'],
  'PATCH /api/settings': ['/approvals/presets', '/approvals/tags'],
};

/** Where each entry too many is left out by itself, and the others are taken. */
const toldOfEntries: Fields = {
  'POST /api/nodes/heartbeat': ['/metrics/filesystems', '/samples/0/metrics/filesystems'],
};

/** What of a heartbeat is refused; all else that is wrong is left out of it. */
const refusedOfHeartbeats = new Set([
  '/nodeId',
  '/hostname',
  '/intervalSeconds',
  '/at',
  '/running',
  '/samples',
  '/metrics',
  ...requiredMetricNames.map((name) => `/metrics/${name}`),
  '/noSuchField',
]);

/** Fields, with all that is in them, of which the file and the server do not agree yet. */
const open: Fields = {};

const exceptions = new Exceptions(meanings, open);
const atATime = 4;
const withBody = operations.filter(({ body }) => body !== undefined);

describe('what the OpenAPI file says of a body', () => {
  let server: TestServer;
  let callers: ManyCallers;
  let agent: Caller;
  /**
   * The paths of things that there are. Of others there are none, as of what is made by the hundred by other calls:
   * that it is changed as well would double the time.
   */
  const things = new Map<string, string>();
  const sent = new Map<string, number>();

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
    callers = await ManyCallers.of(server);
    agent = await server.node('web-1');
    const [user] = await server.app.get(DataSource).query<{ id: string }[]>(
      `INSERT INTO users (id, email, name, password_hash, role, created_at)
       VALUES (gen_random_uuid(), 'viewer@example.com', 'viewer', '', 'VIEWER', now()) RETURNING id`,
    );
    things.set('/api/users/{id}', `/users/${user?.id ?? ''}`);
    things.set('/api/nodes/{nodeId}', '/nodes/web-1');
    things.set('/api/selectors/{name}', '/selectors/web');
    things.set('/api/presets/{name}/render', '/presets/system-facts/render');
    for (const end of ['draft', 'publish', 'retire', 'test'])
      things.set(`/api/presets/{name}/${end}`, `/presets/system-facts/${end}`);
    for (const end of ['output', 'complete']) things.set(`/api/jobs/{id}/${end}`, `/jobs/${await running()}/${end}`);
    const { body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      ...policy,
      name: 'files',
      repository: '/srv/backups',
      passwordRef: 'env:RESTIC_PASSWORD',
      schedule: '0 3 * * *',
    });
    for (const end of ['/accept-repository', '/run', '/snapshots/refresh'])
      things.set(`/api/backups/policies/{id}${end}`, `/backups/policies/${body.id}${end}`);
  });
  afterAll(() => server.stop());

  /** A job that the agent carries. */
  const running = async (): Promise<string> => {
    const { body } = await server.admin.post<Job>('/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: {} });
    await agent.get(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}`);
    return body.id;
  };

  /** An agent says who it is, and one of another machine is another one's. */
  const agentFor = async ({ pointer }: RequestCase): Promise<[Caller, Json]> => {
    const nodeId = pointer.startsWith('/machine') ? randomUUID() : 'web-1';
    return [nodeId === 'web-1' ? agent : await server.node(nodeId), { nodeId }];
  };

  const send = async (operation: Operation, each: RequestCase): Promise<Told> => {
    const { route, method, path, access } = operation;
    const [reporter, identity] = isHeartbeat(operation) ? await agentFor(each) : [agent, needed[route] ?? {}];
    const caller = { public: () => callers.stranger(), user: () => callers.admin(), node: () => reporter }[access]();
    const more = Object.entries(identity).filter(([name]) => name !== each.pointer.split('/')[1]);
    const calls: Record<string, Caller['post']> = { POST: caller.post, PUT: caller.put, PATCH: caller.patch };
    const call = calls[method];
    const to = things.get(path) ?? path.slice('/api'.length).replace('{id}', nothing);
    if (call === undefined || to.includes('{')) throw new Error(`It is not known how to call ${route}`);
    sent.set(route, (sent.get(route) ?? 0) + 1);
    const answer = await call(to, { ...fieldsOf(each.value), ...Object.fromEntries(more) });
    return { ...each, status: answer.status, faults: faultsOf(answer) };
  };

  /** A few at a time. */
  const sendAll = async (operation: Operation, cases: RequestCase[]): Promise<Told[]> => {
    const told: Told[] = [];
    for (let at = 0; at < cases.length; at += atATime)
      told.push(...(await Promise.all(cases.slice(at, at + atATime).map((each) => send(operation, each)))));
    return told;
  };

  describe.each(withBody)('of $route', (operation) => {
    const { route, body } = operation;
    const cases = [...casesOf(body)];
    const allowed = cases.filter((each) => each.allowed);
    const forbidden = cases.filter((each) => !each.allowed);

    it('tells them apart', () => {
      const fits = ajv.compile(fieldsOf(jsonSchema(body)));
      expect(cases.filter((each) => fits(each.value) !== each.allowed)).toEqual([]);
    });

    it('allows what is taken', async () => {
      const told = await sendAll(operation, allowed);
      const refused = told.filter(({ pointer, status, faults }) => {
        // Who signs in by what nobody has is told so by 401 as well.
        const isOdd = unexpected.has(status) || (status === 401 && operation.access !== 'public');
        const isRefused = faults.length > 0 ? faults.some((fault) => !exceptions.isMeaning(route, fault)) : isOdd;
        return isRefused && !exceptions.isOpen(route, pointer);
      });
      expect(refused.map(said)).toEqual([]);
    });

    it('forbids what is refused, or left out of a heartbeat, by the name of the field', async () => {
      expect(forbidden).not.toEqual([]);
      const told = await sendAll(operation, forbidden);
      const taken = told.filter(({ pointer, status, faults }) => {
        const names = namesOf(route, pointer);
        const isLeftOut = isHeartbeat(operation) && !names.some((name) => refusedOfHeartbeats.has(name));
        const isTold = status === (isLeftOut ? 202 : 400) && faults.some((fault) => names.includes(fault.pointer));
        return !isTold && !exceptions.isOpen(route, pointer);
      });
      expect(taken.map(said)).toEqual([]);
    });
  });

  it('was tried of every call that has one', () => {
    const bodies = JSON.stringify(document).split('"requestBody":').length - 1;
    expect(sent.size).toBe(bodies);
    expect(Math.min(...sent.values())).toBeGreaterThanOrEqual(8);
    expect([...sent.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThan(1900);
  });

  it('has no exception that is none', () => {
    expect(exceptions.unmet).toEqual([]);
  });
});

function isHeartbeat({ route }: Operation): boolean {
  return route === 'POST /api/nodes/heartbeat';
}

/** What no body of the right shape is answered with. */
const unexpected = new Set([400, 413, 415, 422, 429, 500, 503]);

interface Told extends RequestCase {
  status: number;
  /** What was refused, or left out of a heartbeat. */
  faults: ProblemFault[];
}

function faultsOf({ status, body }: Answer<unknown>): ProblemFault[] {
  const { errors, dropped }: Partial<Problem> & { dropped?: ProblemFault[] } = fieldsOf(body);
  // Of many faults, the last says only how many there are besides.
  return ((status === 400 ? errors : dropped) ?? []).filter(({ detail }) => !/^… and \d+ more$/.test(detail));
}

function namesOf(route: string, pointer: string): string[] {
  const whole = toldOfTheWhole[route]?.find((each) => pointer.startsWith(`${each}/`));
  const entries = toldOfEntries[route]?.filter((each) => each === pointer) ?? [];
  return [whole ?? pointer, ...entries.map((each) => `${each}/64`)];
}

function said({ pointer, what, status, faults }: Told): string {
  return `${pointer} ${what}: ${[status, ...faults.map((each) => `${each.pointer} ${each.detail}`)].join(', ')}`;
}
