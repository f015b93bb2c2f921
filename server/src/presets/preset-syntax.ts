import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { PresetFileError } from './preset-file-error.js';
import type { PresetFile } from './preset-file.js';
import { presetLimits } from './preset-limits.js';
import { renderPreset } from './render.js';

/**
 * Has bash read a preset without running it, once alone and once rendered: a body that closes the function it is put
 * into, or leaves a here-document open, is complete in only one of the two.
 *
 * @throws PresetFileError naming the file and what bash says
 */
export async function checkSyntax(file: string, preset: PresetFile): Promise<void> {
  // Blank lines in place of the front matter let bash count the lines as the file does.
  const alone = '\n'.repeat(preset.bodyLine - 1) + preset.body;
  for (const script of [alone, renderPreset(preset, {}).script]) {
    const complaint = await readByBash(script);
    if (complaint !== null) throw new PresetFileError(file, `bash can not read it: ${complaint}`);
  }
}

async function readByBash(script: string): Promise<string | null> {
  const bash = spawn('bash', ['-n', '-s'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: presetLimits.syntaxCheckMilliseconds,
  });
  const ended = once(bash, 'close');
  bash.stdin.on('error', () => undefined); // bash stops reading at the first fault and says so itself
  bash.stdin.end(script);
  try {
    const [complaint, [exitCode]] = await Promise.all([text(bash.stderr), ended]);
    return exitCode === 0 ? null : (complaint.trim().split('\n')[0] ?? 'it fails');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
