import { createServer, type Server } from 'node:http';
import { documentedReplicas, eventually, freePort, startNginx, type Nginx, type ProxiedAnswer } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Stands for a replica, so that a test can say when it answers and when its connections break. */
class FakeReplica {
  private server: Server | null = null;
  breaks = false;
  /** Calls that reached it, `METHOD path`. */
  readonly calls: string[] = [];

  constructor(
    readonly name: string,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.calls.push(`${request.method} ${request.url}`);
      if (this.breaks) request.socket.destroy();
      // No connection is kept, so that each call has to find a replica that listens.
      else response.writeHead(200, { connection: 'close' }).end(this.name);
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}

describe('two replicas behind nginx, as documented', () => {
  let first: FakeReplica;
  let second: FakeReplica;
  let nginx: Nginx;

  beforeEach(async () => {
    first = new FakeReplica('first', await freePort());
    second = new FakeReplica('second', await freePort());
    await Promise.all([first.start(), second.start()]);
    nginx = await startNginx(await documentedReplicas(), await freePort(), first.url, second.url);
  });
  afterEach(async () => {
    await nginx[Symbol.asyncDispose]();
    await Promise.all([first.stop(), second.stop()]);
  });

  const post = (path: string): Promise<ProxiedAnswer> => nginx.send('POST', path, {}, {});
  /** Until the replica that breaks has had its turn. */
  async function answersUntilBroken(path: string): Promise<ProxiedAnswer[]> {
    first.breaks = true;
    const answers: ProxiedAnswer[] = [];
    while (first.calls.length === 0) answers.push(await post(path));
    return answers;
  }

  it.each(['/api/nodes/heartbeat', '/api/jobs/0199/output', '/api/jobs/0199/complete'])(
    'an agent’s call to %s is made again at the other one when its connection breaks',
    async (path) => {
      const answers = await answersUntilBroken(path);
      expect(first.calls).toEqual([`POST ${path}`]);
      for (const { status, body } of answers) expect([status, body]).toEqual([200, 'second']);
    },
  );

  it.each(['/api/jobs', '/api/jobs/0199/cancel', '/api/tokens'])(
    'a call to %s, which may have been carried out, is left to its caller',
    async (path) => {
      const answers = await answersUntilBroken(path);
      expect(answers.at(-1)?.status).toBe(502);
      expect(second.calls).toHaveLength(answers.length - 1);
    },
  );

  it('any call is taken by the other one while one does not listen', async () => {
    await first.stop();
    for (let turn = 0; turn < 4; turn += 1) expect((await post('/api/jobs')).body).toBe('second');
  });

  it('one failure does not keep callers off a replica', async () => {
    await answersUntilBroken('/api/jobs');
    first.breaks = false;
    await second.stop();
    expect((await post('/api/jobs')).body).toBe('first');
  });

  it('one that has restarted is found before the other one could be restarted, too', async () => {
    await first.stop();
    await eventually(async () => {
      await post('/api/jobs');
      return nginx.log.split('Connection refused').length > 3;
    });
    await first.start();
    // nginx’s own rule is to keep off for ten seconds.
    await eventually(async () => (await post('/api/jobs')).body === 'first', { timeoutMs: 6_000 });
    await second.stop();
    expect((await post('/api/jobs')).body).toBe('first');
  });
});
