import type { JobSummary } from '@hyprbox/contracts';
import type { Style } from '../../output/palette.js';

export function executionStyle({ status }: Pick<JobSummary, 'status'>): Style | undefined {
  switch (status) {
    case 'SUCCEEDED':
      return 'green';
    case 'FAILED':
      return 'red';
    case 'RUNNING':
      return 'bold';
    case 'CANCELLED':
      return 'dim';
    case 'QUEUED':
      return undefined;
  }
}
