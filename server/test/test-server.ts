import { createTestDatabase, temporaryDirectory, type TestDatabase } from '@hyprbox/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { pino, type Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { inject } from 'vitest';
import { createApp } from '../src/app.js';
import { readEnvironment } from '../src/config/environment.js';
import { checkAnswer } from './answer-schemas.js';

export const admin = { email: 'admin@example.com', password: 'correct horse battery' };
/** Of the admin's password, with the least work that bcrypt knows: each test has a server, and most sign in. */
const adminHash = '$2b$04$rhMdQ2.g8rY5veVBbxsvLObVQ.pKH.Lv5rps7yLHmY/IUU1AeCOiq';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** A caller of the API with one credential. Each answer in JSON has to be as the OpenAPI file says. */
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
    const answer: unknown = text ? JSON.parse(text) : null;
    if (isJson(response)) checkAnswer(method, path, response.status, answer);
    // The caller names the type it expects; the assertions that follow are what checks it.
    return { status: response.status, headers: response.headers, body: answer as T };
  }
}

function isJson(response: Response): boolean {
  return /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
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
export async function startTestServer(
  environment: Record<string, string> = {},
  logger: Logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
): Promise<TestServer> {
  const database = await createTestDatabase(inject('postgres'));
  const directory = await temporaryDirectory();
  const config = readEnvironment({
    HYPRBOX_PORT: '0',
    HYPRBOX_DATABASE_URL: database.url,
    HYPRBOX_DATA_DIR: directory.path,
    HYPRBOX_LOCAL_AGENT: 'false',
    HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    ...environment,
  });
  await createAdmin(database);
  const app = await createApp(config, database.url, logger);
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

async function createAdmin({ url }: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO users (id, email, name, password_hash, role, created_at)
     VALUES ($1, $2, 'admin', $3, 'ADMIN', now())`,
    [uuidv7(), admin.email, adminHash],
  );
  await client.end();
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
