import { lintingLimits } from './linting-limits.js';
import { runProgram } from './program-run.js';

/** What bash says of a script that it can't read. */
export interface BashComplaint {
  /** Of the script, from 1; null where bash names none. */
  line: number | null;
  message: string;
}

/** Bash takes a here-document without an end with a warning, but what follows it would belong to it. */
const openHereDocument = /^bash: line \d+: warning: (here-document at line (\d+) delimited by end-of-file.*)$/;
const complaint = /^bash: line (\d+): (.*)$/;

/** Has bash read a script without running it. */
export async function bashComplaint(script: string): Promise<BashComplaint | null> {
  const run = await runProgram('bash', ['-n', '-s'], script);
  switch (run.ended) {
    case 'ABSENT':
      return { line: null, message: 'there is no bash to read it' };
    case 'TOO_LATE':
      return { line: null, message: `bash took longer than ${lintingLimits.milliseconds / 1000} seconds to read it` };
    case 'TOO_MUCH':
      return { line: null, message: 'bash complains without an end' };
    case 'BY_ITSELF': {
      const lines = run.stderr.split('\n').filter((line) => line !== '');
      for (const line of lines) {
        const [, message, opened] = openHereDocument.exec(line) ?? [];
        if (message !== undefined) return { line: Number(opened), message };
      }
      if (run.exitCode === 0) return null;
      const [, line, message] = complaint.exec(lines[0] ?? '') ?? [];
      if (line !== undefined && message !== undefined) return { line: Number(line), message };
      return { line: null, message: lines[0] ?? 'bash can not read it' };
    }
  }
}
