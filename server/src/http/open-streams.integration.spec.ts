import { randomUUID } from 'node:crypto';
import { problemMediaType, type Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin, startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { OpenStreams, openStreamLimits } from './open-streams.js';

const { ofSession, ofUser, ofNodeToken } = openStreamLimits;

describe('callers with many open streams', () => {
  let server: TestServer;
  let streams: OpenStreams;
  let ends = new AbortController();

  beforeAll(async () => {
    server = await startTestServer();
    streams = server.app.get(OpenStreams);
  });
  afterEach(async () => {
    ends.abort();
    ends = new AbortController();
    await eventually(() => streams.count === 0);
  });
  afterAll(() => server.stop());

  async function signIn(): Promise<Caller> {
    const { body } = await server.anonymous.post<{ token: string }>('/auth/login', admin);
    return server.as(body.token);
  }
  const follow = (caller: Caller, signal = ends.signal): Promise<Response> => caller.fetch('/stream/nodes', { signal });
  async function statusesOf(caller: Caller, count: number): Promise<Set<number>> {
    const opened = await Promise.all(Array.from({ length: count }, () => follow(caller)));
    return new Set(opened.map(({ status }) => status));
  }
  async function refusalOf(response: Response): Promise<unknown[]> {
    const { status, headers } = response;
    const { code, detail = '' } = (await response.json()) as Problem;
    const [whose] = /This [a-z ]+ has \d+ streams/.exec(detail) ?? [];
    return [status, headers.get('content-type')?.split(';')[0], headers.get('retry-after'), code, whose];
  }
  const refused = (whose: string): unknown[] => [429, problemMediaType, '5', 'TOO_MANY_REQUESTS', whose];

  it('are refused more of a session until one of them is closed, and still get everything else', async () => {
    const caller = await signIn();
    const last = new AbortController();
    expect(await statusesOf(caller, ofSession - 1)).toEqual(new Set([200]));
    expect((await follow(caller, last.signal)).status).toBe(200);
    expect(await refusalOf(await follow(caller))).toEqual(refused('This session has 64 streams'));
    expect((await caller.get('/nodes')).status).toBe(200);
    last.abort();
    await eventually(() => streams.count === ofSession - 1);
    expect((await follow(caller)).status).toBe(200);
  });

  it('are refused more of a user, in whichever session', async () => {
    for (let opened = 0; opened < ofUser; opened += ofSession) {
      expect(await statusesOf(await signIn(), ofSession)).toEqual(new Set([200]));
    }
    expect(await refusalOf(await follow(await signIn()))).toEqual(refused('This user has 128 streams'));
  });

  it('are refused more long polls of a node token, another of which has its own', async () => {
    const agent = await server.node('web-1');
    const other = await server.node('web-2');
    const claim = (caller: Caller, nodeId: string, wait: number): Promise<Response> =>
      caller.fetch(`/jobs/pending?nodeId=${nodeId}&claimId=${randomUUID()}&capacity=0&wait=${wait}`, {
        signal: ends.signal,
      });
    const polls = Array.from({ length: ofNodeToken }, () => claim(agent, 'web-1', 30));
    const aborted = Promise.allSettled(polls);
    await eventually(() => streams.count === ofNodeToken);
    expect(await refusalOf(await claim(agent, 'web-1', 30))).toEqual(refused('This node token has 16 streams'));
    expect((await claim(other, 'web-2', 0)).status).toBe(200);
    ends.abort();
    expect(new Set((await aborted).map(({ status }) => status))).toEqual(new Set(['rejected']));
  });
});
