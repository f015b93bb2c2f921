import type { Alert, ExecutionStatus, JobSummary } from '@hyprbox/contracts';
import { figureWords, partWords, severityWords } from '../../shared/alerts/alert-words';
import type { ChartTone } from '../../shared/chart/chart-marks';
import { executionStatusWords } from '../../shared/status/execution-status-words';

/** An alert that fired on the host, or a job that ran on it. */
export interface HistoryEvent {
  readonly id: string;
  readonly kind: 'alert' | 'job';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly name: string;
  readonly words: string;
  readonly tone: ChartTone;
  readonly link: readonly string[];
}

const jobTones: Readonly<Record<ExecutionStatus, ChartTone>> = {
  QUEUED: 'quiet',
  RUNNING: 'quiet',
  SUCCEEDED: 'good',
  FAILED: 'critical',
  CANCELLED: 'quiet',
};

/** One that is still pending has not happened yet. */
export function ofAlert(alert: Alert): HistoryEvent[] {
  const { id, ruleName, severity, firedAt, resolvedAt, target, peak, unit } = alert;
  if (firedAt === null) return [];
  const parts = [partWords(target), figureWords(peak, unit) ?? '', severityWords[severity].toLowerCase()];
  return [
    {
      id,
      kind: 'alert',
      at: Date.parse(firedAt),
      name: ruleName,
      words: [...parts, resolvedAt === null ? 'still fires' : 'is over'].filter((part) => part !== '').join(' · '),
      tone: severity === 'CRITICAL' ? 'critical' : 'warning',
      link: ['/dashboard/alerts', id],
    },
  ];
}

/** At the time at which its script began, if it has. */
export function ofJob({ id, preset, status, startedAt, createdAt, createdByName }: JobSummary): HistoryEvent {
  const by = createdByName === null ? '' : ` · by ${createdByName}`;
  return {
    id,
    kind: 'job',
    at: Date.parse(startedAt ?? createdAt),
    name: preset,
    words: `${executionStatusWords[status].toLowerCase()}${by}`,
    tone: jobTones[status],
    link: ['/dashboard/jobs', id],
  };
}
