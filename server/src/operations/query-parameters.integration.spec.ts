import { randomUUID } from 'node:crypto';
import type { Problem, ProblemFault } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exceptions, type Fields, type Meaning } from '../../test/exceptions.js';
import { ManyCallers } from '../../test/many-callers.js';
import { fieldsOf, type Json } from '../../test/published-api.js';
import { operations, type Operation } from '../../test/published-operations.js';
import { casesOf, type RequestCase } from '../../test/request-cases.js';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

const nothing = '01999999-0000-7000-8000-000000000000';
/** Of a claim that has its job: the call by which it is asked for again does not wait. */
const claimId = randomUUID();

const things: Record<string, string> = { nodeId: 'web-1', id: nothing, snapshotId: '0123abcd', name: 'system-facts' };

/** What a query has to have by what the file says in words alone. */
const needed: Record<string, Json> = {
  'GET /api/jobs/pending': { nodeId: 'web-1', claimId },
  'GET /api/stream/jobs': { ids: nothing },
};

/** Refusals of parameters that are of the right shape, for what they mean. */
const meanings: Meaning[] = [
  { routes: /./, says: /^This is not a cursor of this list\.$/, why: 'only the server makes cursors' },
  {
    routes: /history$|calendar$/,
    says: /^must be (?:given with|later than|at most \d+ days after)|together with/,
    why: 'three are held against each other',
  },
  { routes: /nodes|jobs|alerts|rollouts/, says: /, separated by commas$/, why: 'no pattern tells a list in one text' },
];

/** Parameters of which the file and the server do not agree yet. */
const open: Fields = {};

const exceptions = new Exceptions(meanings, open);
const withQuery = operations.filter(({ query }) => Object.keys(fieldsOf(query['properties'])).length > 0);

describe('what the OpenAPI file says of a query', () => {
  let server: TestServer;
  let callers: ManyCallers;
  let agent: Caller;
  let sent = 0;

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: 'true' });
    callers = await ManyCallers.of(server);
    agent = await server.node('web-1');
    await server.admin.post('/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: {} });
    await agent.get(`/jobs/pending?nodeId=web-1&claimId=${claimId}`);
  });
  afterAll(() => server.stop());

  const send = async ({ route, method, path, access }: Operation, { pointer, value }: RequestCase): Promise<Told> => {
    const caller = access === 'node' ? agent : callers.admin();
    const more = Object.entries(needed[route] ?? {}).filter(([name]) => name !== pointer.slice(1));
    const parameters = { ...fieldsOf(value), ...Object.fromEntries(more) };
    const query = new URLSearchParams(
      Object.fromEntries(Object.entries(parameters).map(([name, each]) => [name, String(each)])),
    );
    const to = path.slice('/api'.length).replaceAll(/\{(\w+)\}/g, (_, name: string) => things[name] ?? '');
    sent += 1;
    const answer = await caller.fetch(`${to}?${query.toString()}`, { method });
    if (answer.status !== 400) {
      // A stream has no end.
      await answer.body?.cancel();
      return { status: answer.status, faults: [] };
    }
    // The answer of a 400 is a problem.
    const { errors } = (await answer.json()) as Problem;
    return { status: 400, faults: errors ?? [] };
  };

  it.each(withQuery)('of $route is what is taken and what is refused', async (operation) => {
    const { route, query } = operation;
    const odd: string[] = [];
    for (const each of [...casesOf(query)].flatMap((one) => spelled(one, query))) {
      const { status, faults } = await send(operation, each);
      const isNamed = faults.some(({ pointer }) => pointer === `?${each.pointer.slice(1)}`);
      const isRefused =
        faults.length > 0 ? faults.some((fault) => !exceptions.isMeaning(route, fault)) : unexpected.has(status);
      if ((each.allowed ? isRefused : !isNamed) && !exceptions.isOpen(route, each.pointer))
        odd.push(said(each, status, faults));
    }
    expect(odd).toEqual([]);
  });

  it('was tried of every call that has one', () => {
    expect(sent).toBeGreaterThan(300);
  });

  it('has no exception that is none', () => {
    expect(exceptions.unmet).toEqual([]);
  });
});

/** What no query of the right shape is answered with. */
const unexpected = new Set([400, 401, 413, 414, 422, 429, 431, 500, 503]);

interface Told {
  status: number;
  faults: ProblemFault[];
}

/** Everything in a query is text: another type can't be told, but of a number. */
function spelled(each: RequestCase, query: Json): RequestCase[] {
  const name = each.pointer.slice(1);
  const value = fieldsOf(each.value)[name];
  if (each.allowed || value === undefined) return [each];
  const { type } = fieldsOf(fieldsOf(query['properties'])[name]);
  if (type === 'string') return typeof value === 'string' ? [each] : [];
  if (typeof value === 'number') return [each];
  return value === '1' ? [{ ...each, value: { ...fieldsOf(each.value), [name]: 'x' } }] : [];
}

function said({ pointer, what, allowed }: RequestCase, status: number, faults: ProblemFault[]): string {
  const told = [status, ...faults.map((each) => `${each.pointer} ${each.detail}`)].join(', ');
  return `${allowed ? 'allowed' : 'forbidden'} ${pointer} ${what}: ${told}`;
}
