import type { BackupProgress } from '@hyprbox/contracts';
import { bytes, duration, percent } from '../../../output/figures.js';

/** `backup  42%  1.2 GB of 2.8 GB  120 of 300 files  1 min 5 s left  /etc/hosts` */
export function progressText(progress: BackupProgress): string {
  const { step, fraction, bytesDone, bytesTotal, filesDone, filesTotal, currentFile, secondsRemaining } = progress;
  return [
    step,
    fraction === null ? '' : percent(fraction * 100),
    done(bytes(bytesDone), bytesTotal === null ? null : bytes(bytesTotal)),
    `${done(String(filesDone), filesTotal === null ? null : String(filesTotal))} files`,
    secondsRemaining === null ? '' : `${duration(secondsRemaining * 1000)} left`,
    currentFile ?? '',
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function done(now: string, total: string | null): string {
  return total === null ? now : `${now} of ${total}`;
}
