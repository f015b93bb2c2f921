import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startProcess, temporaryDirectory, type TestProcess } from '@hyprbox/testing';

const program = fileURLToPath(new URL('../../cli/dist/hyprbox.mjs', import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: Buffer;
  out: string;
  err: string;
}

/** The built CLI with a configuration directory of its own. */
export class Cli implements AsyncDisposable {
  private constructor(
    readonly configDir: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly removeConfig: () => Promise<void>,
  ) {}

  /** @param env beside the usual variables; the server is named by `--api-url` at sign-in, or here */
  static async install(env: Record<string, string> = {}): Promise<Cli> {
    const directory = await temporaryDirectory();
    const { PATH, HOME } = process.env;
    const all = { PATH, HOME, XDG_CONFIG_HOME: directory.path, NO_COLOR: '1', ...env };
    return new Cli(directory.path, all, () => directory.remove());
  }

  /** Runs a command to its end. */
  async run(words: readonly string[], stdin = ''): Promise<CliResult> {
    const child = spawn(process.execPath, [program, ...words], { env: this.env });
    // A command that does not read its input may be gone before all of it is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
    const [stdout, stderr, code] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended]);
    return { code, stdout, out: stdout.toString(), err: stderr.toString() };
  }

  /** Starts a command that goes on. */
  start(words: readonly string[]): Promise<TestProcess> {
    return startProcess(process.execPath, [program, ...words], { env: this.env });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.removeConfig();
  }
}
