import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ input?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} [options]
 * @returns {Promise<{ exitCode: number | null, stdout: string, stderr: string }>}
 */
export async function run(command, args, { input = '', env = process.env, timeoutSeconds = 600 } = {}) {
  const child = spawn(command, args, { env, timeout: timeoutSeconds * 1000, killSignal: 'SIGKILL' });
  child.stdin.on('error', () => undefined); // a program that ends without reading says why by its exit code
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode, stdout, stderr };
}

/** As `run`, for what must succeed: gives what was printed. */
export async function must(command, args, options) {
  const { exitCode, stdout, stderr } = await run(command, args, options);
  if (exitCode !== 0) {
    throw new Error(`${command} ${args[0] ?? ''} ended with ${exitCode}:\n${stderr || stdout}`);
  }
  return stdout;
}

/** Whether a program is on the PATH. */
export async function has(program) {
  return (await run('sh', ['-c', 'command -v "$1"', '-', program])).exitCode === 0;
}
