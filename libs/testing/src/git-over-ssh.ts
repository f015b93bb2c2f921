import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { startProcess, type TestProcess } from './test-process.js';

const run = promisify(execFile);

/** Repositories over ssh on 127.0.0.1, by a real sshd that lets in one key. */
export class GitOverSsh {
  private constructor(
    private readonly sshd: TestProcess,
    private readonly port: number,
    /** The private key that it lets in. */
    readonly keyFile: string,
    /** What `known_hosts` says of it. */
    readonly knownHosts: string,
  ) {}

  /** `directory` gets its files. */
  static async start(directory: string): Promise<GitOverSsh> {
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    const port = await freePort();
    const [hostKey, keyFile] = [await newKey(directory, 'host-key'), await newKey(directory, 'client-key')];
    const config = join(directory, 'sshd_config');
    const settings = {
      ListenAddress: '127.0.0.1',
      Port: port,
      HostKey: hostKey,
      AuthorizedKeysFile: `${keyFile}.pub`,
      PermitRootLogin: 'prohibit-password',
      KbdInteractiveAuthentication: 'no',
      PidFile: 'none',
      StrictModes: 'no',
      UsePAM: 'no',
      PasswordAuthentication: 'no',
    };
    await writeFile(
      config,
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(''),
    );
    const sshd = await startProcess('/usr/sbin/sshd', ['-D', '-e', '-f', config], { ready: 'Server listening' });
    const [type = '', key = ''] = (await readFile(`${hostKey}.pub`, 'utf8')).split(' ');
    return new GitOverSsh(sshd, port, keyFile, `[localhost]:${port} ${type} ${key}\n`);
  }

  /** @param path of the repository on this machine */
  url(path: string): string {
    return `ssh://${userInfo().username}@localhost:${this.port}${path}`;
  }

  async stop(): Promise<void> {
    await this.sshd.stop();
  }
}

async function newKey(directory: string, name: string): Promise<string> {
  const file = join(directory, name);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return file;
}
