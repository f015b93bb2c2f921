import { createTestDatabase, temporaryDirectory, type TestDatabase } from '@hyprbox/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { inject } from 'vitest';
import { createApp } from '../src/app.js';
import { readEnvironment } from '../src/config/environment.js';

export const admin = { email: 'admin@example.com', password: 'correct horse battery' };

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** A caller of the API with one credential. */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string | null,
  ) {}

  get = <T>(path: string): Promise<Answer<T>> => this.call<T>('GET', path);
  post = <T>(path: string, body?: unknown): Promise<Answer<T>> => this.call<T>('POST', path, body);
  put = <T>(path: string, body?: unknown): Promise<Answer<T>> => this.call<T>('PUT', path, body);
  patch = <T>(path: string, body?: unknown): Promise<Answer<T>> => this.call<T>('PATCH', path, body);
  delete = <T>(path: string): Promise<Answer<T>> => this.call<T>('DELETE', path);

  /** The raw answer, for streams and bytes. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const authorization = this.token === null ? {} : { authorization: `Bearer ${this.token}` };
    return fetch(`${this.url}/api${path}`, { ...init, headers: { ...authorization, ...init.headers } });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await this.fetch(path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    // The caller names the type it expects; the assertions that follow are what checks it.
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as T };
  }
}

export interface TestServer extends AsyncDisposable {
  app: NestFastifyApplication;
  url: string;
  database: TestDatabase;
  admin: Caller;
  anonymous: Caller;
  as(token: string): Caller;
  /** A node that has reported once, and its agent's credential. */
  node(id: string): Promise<Caller>;
  stop(): Promise<void>;
}

/** The whole server in this process, on a database of its own, over real HTTP on a free port. */
export async function startTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const database = await createTestDatabase(inject('databaseAdminUrl'), inject('templateDatabase'));
  const directory = await temporaryDirectory();
  const config = readEnvironment({
    HYPRBOX_PORT: '0',
    HYPRBOX_DATABASE_URL: database.url,
    HYPRBOX_DATA_DIR: directory.path,
    HYPRBOX_ADMIN_EMAIL: admin.email,
    HYPRBOX_ADMIN_PASSWORD: admin.password,
    HYPRBOX_LOCAL_AGENT: 'false',
    HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    ...environment,
  });
  const app = await createApp(config, database.url, pino({ level: process.env['TEST_LOG'] ?? 'silent' }));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const anonymous = new Caller(url, null);
  const { body } = await anonymous.post<{ token: string }>('/auth/login', admin);
  const adminCaller = new Caller(url, body.token);
  const stop = async (): Promise<void> => {
    await app.close();
    await database.drop();
    await directory[Symbol.asyncDispose]();
  };
  return {
    app,
    url,
    database,
    anonymous,
    admin: adminCaller,
    as: (token) => new Caller(url, token),
    node: (id) => reportedNode(adminCaller, id),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function reportedNode(adminCaller: Caller, id: string): Promise<Caller> {
  const { body } = await adminCaller.post<{ token: string }>('/tokens', { name: id });
  const agent = new Caller(adminCaller.url, body.token);
  const { status } = await agent.post('/nodes/heartbeat', {
    nodeId: id,
    hostname: id,
    intervalSeconds: 15,
    metrics: { cpuPct: 1, memPct: 2, diskPct: 3 },
  });
  if (status !== 202) throw new Error(`The heartbeat of ${id} was answered with ${status}`);
  return agent;
}
