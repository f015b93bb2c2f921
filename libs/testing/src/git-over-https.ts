import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestTls } from './test-tls.js';

/** Answers a request instead of git; true: it has. */
export type GitIntercept = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Repositories over https on 127.0.0.1, by git's own `http-backend`. */
export class GitOverHttps {
  /** The paths that were asked for. */
  readonly requests: string[] = [];
  /** What a caller has to send along; null: anybody may. */
  authorization: string | null = null;
  intercept: GitIntercept = () => false;

  private constructor(
    private readonly server: Server,
    private readonly tls: TestTls,
  ) {}

  /** `root` holds the repositories, `directory` gets the certificate. */
  static async start(root: string, directory: string): Promise<GitOverHttps> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const host = new GitOverHttps(server, await TestTls.start(directory, port));
    server.on('request', (request, response) => host.answer(root, request, response));
    return host;
  }

  /** The authority behind its certificate, a PEM file. */
  get authority(): string {
    return this.tls.authority;
  }

  /** @param name also by which the certificate knows it: `localhost` or `127.0.0.1` */
  url(repository: string, name = 'localhost'): string {
    return `https://${this.tls.host.replace('127.0.0.1', name)}/${repository}`;
  }

  async stop(): Promise<void> {
    await this.tls.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(root: string, request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request.url ?? '');
    if (this.intercept(request, response)) return;
    if (this.authorization !== null && request.headers.authorization !== this.authorization) {
      // Some hosts send back what they were sent.
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"', 'content-type': 'text/plain' });
      response.end(`refused: ${request.headers.authorization ?? 'nothing'}\n`);
      return;
    }
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        PATH_INFO: path,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    response.on('close', () => backend.kill());
    request.on('error', () => undefined).pipe(backend.stdin.on('error', () => undefined));
    void relay(backend.stdout, response).catch(() => response.destroy());
  }
}

/** What a CGI program writes: lines of a head, an empty line, and the body. */
async function relay(output: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of output) {
    if (head === null) {
      response.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) continue;
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(/: (.*)/s);
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    head = null;
  }
  response.end();
}
