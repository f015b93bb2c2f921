import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort, startProcess, type TestProcess } from '@hyprbox/testing';

/**
 * A real sshd on loopback that serves files by SFTP to the user who runs the test, and an `ssh` for clients that knows
 * its key and address: put `clientPath` first in a program's PATH, and `sftp:vault:/path` leads here.
 */
export class SftpServer implements AsyncDisposable {
  private constructor(
    private readonly process: TestProcess,
    readonly clientPath: string,
  ) {}

  /** @param readOnly refuses every change, as a server whose disk is worn out does */
  static async start(directory: string, { readOnly = false } = {}): Promise<SftpServer> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    const port = await freePort();
    for (const key of ['host_key', 'user_key']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, key)]);
    }
    const config = join(directory, 'sshd_config');
    await writeFile(
      config,
      `ListenAddress 127.0.0.1
Port ${port}
HostKey ${directory}/host_key
AuthorizedKeysFile ${directory}/user_key.pub
PidFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
Subsystem sftp internal-sftp${readOnly ? ' -R' : ''}
`,
    );
    const clientPath = join(directory, 'bin');
    await mkdir(clientPath);
    await writeFile(
      join(directory, 'ssh_config'),
      `Host vault
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${directory}/user_key
  IdentitiesOnly yes
  UserKnownHostsFile ${directory}/known_hosts
  StrictHostKeyChecking accept-new
  BatchMode yes
`,
    );
    await writeFile(join(clientPath, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${directory}/ssh_config' "$@"\n`);
    await chmod(join(clientPath, 'ssh'), 0o755);
    const server = await startProcess('/usr/sbin/sshd', ['-D', '-e', '-f', config], {
      ready: /Server listening on 127/,
    });
    return new SftpServer(server, clientPath);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop('SIGTERM', 10_000);
  }
}
