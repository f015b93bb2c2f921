import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { PresetFile } from './preset-file.js';
import { syntaxTextsOf } from './preset-syntax.js';

/** Processes at a time; each has its share of the texts. */
const atOnce = 2;
/** bash reads each without running it, and what it takes is named. */
const program = 'for name; do bash -n -s <"$name" 2>/dev/null && printf "%s\\n" "$name"; done';

/**
 * Has bash read many texts without running them. Starting each bash from here would cost most of the time that a whole
 * repository or directory takes.
 *
 * @param timeoutMs what was not looked at by then is not looked at
 * @returns the places of those that bash takes; of the others nothing is said but that they need another look
 */
async function takenByBash(texts: readonly string[], timeoutMs: number): Promise<ReadonlySet<number>> {
  if (texts.length === 0) return new Set();
  try {
    return await takenTogether(texts, timeoutMs);
  } catch {
    // Such as for want of room, or of bash: each of them is looked at by itself then, which says what is wrong.
    return new Set();
  }
}

/**
 * Those of many presets that bash did not take when it read all of them at once: each has to be read by itself, which says
 * why.
 */
export async function doubtfulPresets<Read extends { preset: PresetFile }>(
  presets: readonly Read[],
  timeoutMs: number,
): Promise<Read[]> {
  const taken = await takenByBash(
    presets.flatMap(({ preset }) => syntaxTextsOf(preset)),
    timeoutMs,
  );
  return presets.filter((_, index) => !(taken.has(2 * index) && taken.has(2 * index + 1)));
}

async function takenTogether(texts: readonly string[], timeoutMs: number): Promise<ReadonlySet<number>> {
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-syntax-'));
  try {
    const names = texts.map((_, index) => String(index));
    await Promise.all(texts.map((each, index) => writeFile(join(directory, String(index)), each, { mode: 0o600 })));
    const shares = Array.from({ length: atOnce }, (_, share) => names.filter((_, index) => index % atOnce === share));
    const taken = await Promise.all(shares.map((share) => namesTaken(directory, share, timeoutMs)));
    return new Set(taken.flat());
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function namesTaken(directory: string, names: readonly string[], timeoutMs: number): Promise<number[]> {
  const bash = spawn('bash', ['--noprofile', '--norc', '-c', program, 'bash', ...names], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const ended = once(bash, 'close');
  const [output] = await Promise.all([text(bash.stdout), ended]);
  return output.split('\n').filter(Boolean).map(Number);
}
