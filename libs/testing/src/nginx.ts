import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './temporary-directory.js';
import { startProcess } from './test-process.js';

/** The samples for nginx that people are told to copy: at the root of a name, and below a path. */
export async function documentedSamples(): Promise<string[]> {
  return samplesOf('operations.md');
}

/** The first of them with what people are told to change in it for two replicas. */
export async function documentedReplicas(): Promise<string> {
  const upstream = /^upstream hyprbox \{\n[\s\S]*?^\}\n/m;
  const [sample = ''] = await documentedSamples();
  const changes = await samplesOf('production.md');
  const replicas = changes.find((each) => upstream.test(each));
  const agentsCalls = changes.find((each) => each.startsWith('  location ~'));
  if (replicas === undefined || agentsCalls === undefined) throw new Error('The documentation has no such sample.');
  return sample.replace(upstream, () => replicas).replace(/^ *location \/ \{/m, (rest) => agentsCalls + rest);
}

async function samplesOf(page: string): Promise<string[]> {
  const text = await readFile(fileURLToPath(new URL(`../../../docs/${page}`, import.meta.url)), 'utf8');
  return [...text.matchAll(/```nginx\n([\s\S]*?)```/g)].map(([, sample = '']) => sample);
}

export interface Nginx extends AsyncDisposable {
  port: number;
  /** What it has written to its error log so far. */
  readonly log: string;
  send(method: string, path: string, headers?: Record<string, string>, body?: unknown): Promise<ProxiedAnswer>;
}

export interface ProxiedAnswer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/**
 * A real nginx with a sample of the documentation, in which only the addresses and the certificate's place differ.
 *
 * @param port of the proxy: the server behind it must know the address that people open before it is started
 * @param upstreams the servers behind it, as many as the sample names
 */
export async function startNginx(sample: string, port: number, ...upstreams: string[]): Promise<Nginx> {
  const directory = await temporaryDirectory({ mode: 0o755 });
  const { path } = directory;
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=hyprbox.example.com', '-keyout', `${path}/hyprbox.key`, '-out', `${path}/hyprbox.pem`],
    ],
    { stdio: 'ignore' },
  );
  const hosts = upstreams.map((upstream) => new URL(upstream).host);
  const site = sample
    .replaceAll(/(?<=^ *server )\S+:4000\b/gm, () => hosts.shift() ?? 'missing')
    .replace('listen 443', `listen 127.0.0.1:${port}`)
    .replaceAll('/etc/nginx/', `${path}/`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${path}/${kind};`,
  );
  await writeFile(
    `${path}/nginx.conf`,
    `daemon off; master_process off; pid ${path}/pid; error_log stderr notice;
events { worker_connections 4096; }
http { access_log off; ${temporary.join(' ')}
${site}
}`,
  );
  const nginx = await startProcess('nginx', ['-e', 'stderr', '-c', `${path}/nginx.conf`], {
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    ready: /using the|start/,
  });
  return {
    port,
    get log() {
      return nginx.output;
    },
    send: (method, address, headers = {}, body) =>
      new Promise((resolve, reject) => {
        const json = body === undefined ? {} : { 'content-type': 'application/json' };
        const options = { host: '127.0.0.1', port, path: address, method, rejectUnauthorized: false };
        request({ ...options, headers: { ...json, ...headers } }, (response) => {
          const done = (answer: string): void =>
            resolve({ status: response.statusCode, headers: response.headers, body: answer });
          // A stream does not end by itself: its first event tells enough.
          if (response.headers['content-type']?.includes('event-stream') === true) {
            response.once('data', (data: Buffer) => {
              done(String(data));
              response.destroy();
            });
          } else text(response).then(done, reject);
        })
          .on('error', reject)
          .end(body === undefined ? undefined : JSON.stringify(body));
      }),
    [Symbol.asyncDispose]: async () => {
      await nginx.stop('SIGTERM', 10_000);
      await directory.remove();
    },
  };
}
