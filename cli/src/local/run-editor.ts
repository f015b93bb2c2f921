import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LocalFailure } from '../errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens a file in the person's editor, and comes back when it is closed. As with git, the setting is a line of shell,
 * so that it may have flags; the file is its own word.
 */
export async function runEditor(file: string, env: Environment): Promise<void> {
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi';
  const child = spawn('sh', ['-c', `${editor} "$@"`, editor, file], { env: { ...env }, stdio: 'inherit' });
  const [code, signal] = (await once(child, 'exit').catch((error: unknown) => {
    throw new LocalFailure(`Cannot start ${editor}: ${error instanceof Error ? error.message : String(error)}`);
  })) as [number | null, NodeJS.Signals | null]; // Node's own signature
  if (code !== 0) throw new LocalFailure(`${editor} ended with ${signal ?? `exit code ${code}`}`);
}
