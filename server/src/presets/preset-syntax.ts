import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { FunctionFile } from './function-file.js';
import { PresetFileError } from './preset-file-error.js';
import type { PresetFile } from './preset-file.js';
import { presetLimits } from './preset-limits.js';
import { renderPreset } from './render.js';
import { isSingleFunction } from './single-function.js';

/**
 * Has bash read a preset without running it, once alone and once rendered: a body that closes the function it is put
 * into, or leaves a here-document open, is complete in only one of the two.
 *
 * @throws PresetFileError naming the file and what bash says
 */
export async function checkPresetSyntax(file: string, preset: PresetFile): Promise<void> {
  const [alone, rendered] = syntaxTextsOf(preset);
  await refuseComplaint(file, alone, linesOf(preset.template));
  // Its lines are not the file's.
  await refuseComplaint(file, rendered, null);
}

/** What bash has to take of a preset: it alone, and rendered. */
export function syntaxTextsOf(preset: PresetFile): [string, string] {
  return [inItsPlace(preset), renderPreset({ ...preset.summary, ...preset }, {}).script];
}

/**
 * Has bash read a function without running it. A command beside it would run in front of every preset that lists it.
 *
 * @throws PresetFileError naming the file and what bash says, or that there is something beside the function
 */
export async function checkFunctionSyntax(parsed: FunctionFile): Promise<void> {
  const text = inItsPlace(parsed);
  await refuseComplaint(parsed.file, text, linesOf(text));
  if (await isSingleFunction(parsed.body.trim())) return;
  throw new PresetFileError(
    parsed.file,
    `line ${parsed.bodyLine}: bash reads more than one function here; its end must be the last thing in the file`,
  );
}

/** Blank lines in place of the front matter let bash count the lines as the file does. */
function inItsPlace({ body, bodyLine }: Pick<PresetFile, 'body' | 'bodyLine'>): string {
  return '\n'.repeat(bodyLine - 1) + body;
}

function linesOf(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** @param lines of the file, whose lines are the script's; null where they are not */
async function refuseComplaint(file: string, script: string, lines: number | null): Promise<void> {
  const complaint = await readByBash(script);
  if (complaint === null) return;
  const [, line, message = complaint] = /^bash: line (\d+): (.*)$/.exec(complaint) ?? [];
  const fault = `bash can not read it: ${message}`;
  // Of what is not closed bash names the line behind the last.
  const place = line === undefined || lines === null ? '' : `line ${Math.min(Number(line), lines)}: `;
  throw new PresetFileError(file, place + fault);
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
