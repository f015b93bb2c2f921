import type { BackupProgress, OutputEvent, BackupProgramEvent } from '@hyprbox/contracts';
import { StreamReader } from '../../shared/output/stream-reader';

/** Characters of an unfinished line beyond which it is given up: none of those that tell of progress is so long. */
const longestLine = 4 * 1024 * 1024;

/** Reads what a run's program prints on its standard output: a JSON document a line. */
export class ProgramLines {
  private readonly reader = new StreamReader();
  private pending = '';

  /** The newest progress that these bytes tell of; null when they tell of none. */
  read(event: OutputEvent): BackupProgress | null {
    const { missingBytes, text } = this.reader.read(event);
    // The two sides of a gap are no line together; what is left of one on its own is no JSON.
    const lines = ((missingBytes > 0 ? '' : this.pending) + text).split('\n');
    const last = lines.pop() ?? '';
    this.pending = last.length > longestLine ? '' : last;
    return lines.reduce<BackupProgress | null>((newest, line) => progressOf(line) ?? newest, null);
  }
}

/** Null for a line that is none of progress: the result is the run's own, and a newer agent may say more. */
function progressOf(line: string): BackupProgress | null {
  try {
    // The agent's program writes these lines; one that is none fails here or has another event.
    const event = JSON.parse(line) as BackupProgramEvent;
    return event.event === 'progress' ? event.progress : null;
  } catch {
    return null;
  }
}
