import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Interruption } from './interruption.js';
import { LineSplitter } from './line-splitter.js';
import { addressOf, withoutPassword } from './rest-credentials.js';
import type { ResticComplaint } from './restic-complaint.js';
import { isAboutVanishedLock, isHopeless, readComplaint } from './restic-complaint.js';
import { BackupError } from './backup-error.js';
import type { BackupReport } from './backup-report.js';

/** What restic said on standard error is kept to find the fault: the first and the last lines. */
const complaintsKept = 200;
/** How often it is started when it comes upon locks that have just gone. */
const startsMax = 5;

export interface ResticSettings {
  repository: string;
  environment: Readonly<Record<string, string>>;
  /** With the password as it was read from its file before; null where that is no other one. */
  environmentByOldReading: Readonly<Record<string, string>> | null;
  cacheDirectory: string;
  uploadLimitKiBps: number | null;
  downloadLimitKiBps: number | null;
}

export interface ResticCall {
  /** The command and its own options, each in the form `--name=value`. */
  command: readonly string[];
  /** What stands behind `--` and is never taken for an option. */
  operands?: readonly string[];
  /** Another repository than the run's. */
  repository?: string;
  onLine?: (line: string) => void;
  /** In place of lines, where one may be longer than memory allows. */
  onOutput?: (bytes: Buffer) => void;
  onStart?: (pid: number) => void;
  /** Each of them, of which the end of the call has only the first and the last. */
  onComplaint?: (complaint: ResticComplaint) => void;
  /** Not told to people: asked in passing, and a refusal is an answer. */
  quiet?: boolean;
  /** It is ended when it takes longer; only for what only reads. */
  withinMs?: number;
}

export interface ResticEnd {
  /** Null when a signal ended it. */
  code: number | null;
  complaints: ResticComplaint[];
}

/** Starts restic, by argument arrays only; the repository's address stays out of the process list. */
export class Restic {
  private credentials: Readonly<Record<string, string>>;

  constructor(
    private readonly settings: ResticSettings,
    private readonly report: BackupReport,
    private readonly interruption: Interruption,
  ) {
    this.credentials = settings.environment;
  }

  /** Takes the password by the old reading from now on; false where there is no other reading. */
  useOldReading(): boolean {
    const { environmentByOldReading: old } = this.settings;
    if (old === null || this.credentials === old) return false;
    this.credentials = old;
    return true;
  }

  useOwnReading(): void {
    this.credentials = this.settings.environment;
  }

  /**
   * @throws Interrupted when the run has been told to end
   * @throws BackupError RESTIC_MISSING
   */
  async run(call: ResticCall): Promise<ResticEnd> {
    for (let starts = 1; ; starts += 1) {
      const end = await this.runOnce(call);
      if (end.code === 0 || starts === startsMax || !end.complaints.some(isAboutVanishedLock)) return end;
      this.say(call, 'Another run has just ended, and its lock is gone: beginning again.');
    }
  }

  private async runOnce(call: ResticCall): Promise<ResticEnd> {
    this.interruption.check();
    const complaints: ResticComplaint[] = [];
    const child = spawn('restic', [...this.limits(), ...call.command, ...operands(call)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.environment(call),
    });
    const end = ended(child);
    if (child.pid !== undefined) call.onStart?.(child.pid);
    const childEnded = this.interruption.onEnd(() => child.kill('SIGINT'));
    const timer = call.withinMs === undefined ? undefined : setTimeout(() => child.kill('SIGINT'), call.withinMs);
    const stdout = new LineSplitter(call.onLine ?? ((line) => this.say(call, line)));
    const stderr = new LineSplitter((line) => {
      const complaint = readComplaint(withoutPassword(line, this.credentials));
      if (complaint === null) return;
      if (complaints.length >= complaintsKept) complaints.splice(complaintsKept / 2, 1);
      complaints.push(complaint);
      call.onComplaint?.(complaint);
      this.say(call, complaint.text);
      if (isHopeless(complaint)) child.kill('SIGINT');
    });
    child.stdout.on('data', call.onOutput ?? ((bytes: Buffer) => stdout.push(bytes)));
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    try {
      const code = await end;
      stdout.end();
      stderr.end();
      return { code, complaints };
    } finally {
      clearTimeout(timer);
      childEnded();
      this.interruption.check();
    }
  }

  private say(call: ResticCall, line: string): void {
    if (call.quiet !== true && line !== '') this.report.say(line);
  }

  private limits(): string[] {
    const { uploadLimitKiBps, downloadLimitKiBps } = this.settings;
    return [
      ...(uploadLimitKiBps === null ? [] : [`--limit-upload=${uploadLimitKiBps}`]),
      ...(downloadLimitKiBps === null ? [] : [`--limit-download=${downloadLimitKiBps}`]),
    ];
  }

  private environment(call: ResticCall): Record<string, string> {
    return {
      ...this.credentials,
      RESTIC_REPOSITORY: addressOf(call.repository ?? this.settings.repository, this.credentials),
      RESTIC_CACHE_DIR: this.settings.cacheDirectory,
      // Progress lines a second: without it restic prints sixty.
      RESTIC_PROGRESS_FPS: '1',
    };
  }
}

function operands(call: ResticCall): string[] {
  return call.operands === undefined ? [] : ['--', ...call.operands];
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(missing ? resticMissing() : new BackupError('RESTIC_MISSING', `restic cannot be run: ${error.message}`));
    });
    // Not `exit`: what it printed last may come after that.
    child.once('close', resolve);
  });
}

function resticMissing(): BackupError {
  return new BackupError(
    'RESTIC_MISSING',
    'restic is not installed on this node, or not on the agent’s PATH: install the package "restic" ' +
      '(apt install restic, dnf install restic, apk add restic), version 0.14 or newer.',
  );
}
