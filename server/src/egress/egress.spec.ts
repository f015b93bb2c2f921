import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@hyprbox/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { Egress, type EgressOptions } from './egress.js';
import { EgressPolicy } from './egress-policy.js';

const policy = (allowLoopback = true) => new EgressPolicy({ allow: [], deny: [], allowLoopback });
const egress = (options: Partial<EgressOptions> = {}) => new Egress({ policy: policy(), ...options });

describe('the way out', () => {
  const servers: Server[] = [];
  const listen = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    return `http://127.0.0.1:${port}`;
  };
  const post = (way: Egress, url: string) => way.request({ method: 'POST', url, headers: {}, body: 'hello' });

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('brings the answer with its status, text and time to wait', async () => {
    const url = await listen((request, response) => {
      request.pipe(response.writeHead(429, { 'retry-after': '7' }));
    });
    expect(await post(egress(), url)).toEqual({ status: 429, text: 'hello', retryAfter: '7' });
  });

  it('follows no redirect', async () => {
    const url = await listen((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await post(egress(), url)).toMatchObject({ status: 302 });
  });

  it('reads no more than 64 KiB of an answer', async () => {
    const url = await listen((_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
        response.once('drain', more);
      };
      more();
    });
    expect((await post(egress(), url)).text).toHaveLength(64 * 1024);
  });

  it('takes the status of an answer whose body is cut off', async () => {
    const url = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
    });
    expect(await post(egress(), url)).toMatchObject({ status: 200, text: 'half' });
  });

  it('waits no longer than it may', async () => {
    const url = await listen(() => undefined);
    await expect(post(egress({ timeoutMs: 50 }), url)).rejects.toThrow('It did not answer in time.');
    const never = egress({ timeoutMs: 50, resolve: () => new Promise(() => undefined) });
    await expect(post(never, 'http://slow.example')).rejects.toThrow('It did not answer in time.');
  });

  it('says what is wrong in words that hold no address', async () => {
    const closing = await listen((request) => request.socket.destroy());
    await expect(post(egress(), `${closing}/secret`)).rejects.toThrow(
      /^The connection was closed before there was an answer.$/,
    );
    const port = await freePort();
    await expect(post(egress(), `http://127.0.0.1:${port}/secret`)).rejects.toThrow(
      /^The connection was refused: nothing listens there.$/,
    );
    const unknown = egress({ resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) });
    await expect(post(unknown, 'http://no.example')).rejects.toThrow('Its name is not known.');
    await expect(post(egress(), closing.replace('http:', 'https:'))).rejects.toThrow(/^(?!.*127).*$/);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.169.254./',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
  ])('refuses %s', async (url) => {
    await expect(post(egress(), url)).rejects.toThrow('nothing is sent there');
  });

  it.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://2130706433/',
    'http://localhost/',
    'http://0/',
  ])('refuses %s in production', async (url) => {
    await expect(post(egress({ policy: policy(false) }), url)).rejects.toThrow('this server itself');
  });

  it('refuses a name by what it resolves to, for mail as well', async () => {
    const metadata = egress({ resolve: async () => [{ address: '169.254.169.254', family: 4 }] });
    await expect(post(metadata, 'http://innocent.example/')).rejects.toThrow('nothing is sent there');
    await expect(metadata.connect('innocent.example', 25)).rejects.toThrow('nothing is sent there');
    await expect(egress().connect('::ffff:169.254.169.254', 25)).rejects.toThrow('nothing is sent there');
    await expect(egress().connect('2852039166', 25)).rejects.toThrow(/nothing is sent there|not known/);
  });

  it('connects to the address that it checked, when the name changes in between', async () => {
    const url = await listen((_, response) => response.end('checked'));
    const answers: LookupAddress[] = [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    let asked = 0;
    const changing = egress({ resolve: async () => answers.slice(asked++) });
    const named = url.replace('127.0.0.1', 'changing.example');
    expect(await post(changing, named)).toMatchObject({ text: 'checked' });
    expect(asked).toBe(1);
    await expect(post(changing, named)).rejects.toThrow('nothing is sent there');
  });
});
