import type { AlertRule } from '@hyprbox/contracts';
import { duration } from '../../../output/figures.js';

/** What a rule watches for, in a few words: `cpuPct > 90`, `silent for 2 min`. */
export function conditionText(rule: AlertRule): string {
  switch (rule.kind) {
    case 'METRIC': {
      const { metric, op, fire, mount } = rule.condition;
      return `${metric} ${op} ${fire}${mount === undefined ? '' : ` on ${mount}`}`;
    }
    case 'NODE_SILENT':
      return `silent for ${duration(rule.condition.afterSeconds * 1000)}`;
    case 'JOB':
      return `${(rule.condition.presets ?? ['any job']).join(', ')} ${rule.condition.outcomes.join(' or ')}`;
    case 'BACKUP':
      return `backup ${rule.condition.protections.join(' or ')}`;
    case 'BEAT':
      return 'a beat that is late or failed';
    case 'SELF':
      return `HyprBox: ${rule.condition.check}`;
  }
}
