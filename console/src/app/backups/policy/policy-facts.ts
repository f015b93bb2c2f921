import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { BackupHook, BackupPolicy } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import { healing } from '../../core/recovery/when-recovered';
import { formatBytesPerSecond, formatCount } from '../../shared/figures/format';
import { retentionSummary } from './retention-summary';
import { zonedTimes } from '../../shared/time/zoned-times';

interface Fact {
  label: string;
  values: readonly string[];
  mono?: boolean;
}

/** What a policy says, beside what comes of it. */
@Component({
  selector: 'hb-policy-facts',
  template: `
    <h2>Policy</h2>
    <dl>
      @for (fact of facts(); track fact.label) {
        <div>
          <dt>{{ fact.label }}</dt>
          <dd [class.hb-mono]="fact.mono">
            @for (value of fact.values; track $index) {
              <span>{{ value }}</span>
            }
          </dd>
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    dl {
      margin-top: 6px;
    }
    div {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      gap: 12px;
      padding: 4px 0;
    }
    dt {
      color: var(--hb-text-secondary);
    }
    dd {
      overflow-wrap: anywhere;
      font-variant-numeric: tabular-nums;
    }
    dd.hb-mono {
      line-height: 20px;
    }
    span {
      display: block;
    }
  `,
})
export class PolicyFacts {
  private readonly api = inject(BackupsApi);

  readonly policy = input.required<BackupPolicy>();

  private readonly drillPreview = healing(
    rxResource({
      params: () => this.policy().drillSchedule ?? undefined,
      stream: ({ params }) => this.api.previewSchedule(params, this.policy().timezone),
    }),
  );
  private readonly checkPreview = healing(
    rxResource({
      params: () => this.policy().checkSchedule ?? undefined,
      stream: ({ params }) => this.api.previewSchedule(params, this.policy().timezone),
    }),
  );
  /** The cron fields say it, too, while the words are not there. */
  private readonly drillTimes = computed(() =>
    this.drillPreview.hasValue() ? this.drillPreview.value().words : this.policy().drillSchedule,
  );
  private readonly checkTimes = computed(() =>
    this.checkPreview.hasValue() ? this.checkPreview.value().words : this.policy().checkSchedule,
  );
  protected readonly facts = computed(() => {
    const policy = this.policy();
    const facts: Fact[] = [
      { label: 'Covers', values: [policy.nodeId ?? `every host with the tag ${policy.tag ?? ''}`] },
      { label: 'Paths', values: policy.paths, mono: true },
      { label: 'Excludes', values: policy.excludes, mono: true },
      { label: 'Repository', values: [policy.repository], mono: true },
      { label: 'Password', values: [policy.passwordRef], mono: true },
      {
        label: 'Variables',
        values: Object.entries(policy.environment).map(([name, from]) => `${name} ← ${from}`),
        mono: true,
      },
      { label: 'Schedule', values: [policy.scheduleText, policy.timezone] },
      { label: 'Next', values: policy.nextRuns.map((at) => zonedTimes(policy.timezone)(at)) },
      { label: 'Keeps', values: [retentionSummary(policy.retention)] },
      { label: 'Drill', values: [drillWords(this.drillTimes(), policy)] },
      { label: 'Check', values: [checkWords(this.checkTimes(), policy)] },
      { label: 'Before', values: hookNames(policy.preHook) },
      { label: 'After', values: hookNames(policy.postHook) },
      { label: 'Limits', values: limitWords(policy) },
      { label: 'Tags', values: policy.tags.length === 0 ? [] : [policy.tags.join(', ')] },
    ];
    return facts.filter(({ values }) => values.length > 0);
  });
}

function drillWords(times: string | null, { drillFiles }: BackupPolicy): string {
  if (times === null) return 'Never: stays unproven';
  return `${times}, ${drillFiles === null ? 'all files' : `${formatCount(drillFiles)} files`}`;
}

function checkWords(times: string | null, { checkReadData }: BackupPolicy): string {
  if (times === null) return 'Never';
  return `${times}, ${checkReadData === null ? 'structure only' : `reads ${checkReadData}`}`;
}

function hookNames(hook: BackupHook | null): readonly string[] {
  return hook === null ? [] : [hook.preset];
}

function limitWords({ uploadLimitKiBps, downloadLimitKiBps, priority }: BackupPolicy): readonly string[] {
  return [
    uploadLimitKiBps === null ? '' : `Up ${formatBytesPerSecond(uploadLimitKiBps * 1024)}`,
    downloadLimitKiBps === null ? '' : `Down ${formatBytesPerSecond(downloadLimitKiBps * 1024)}`,
    priority === 'LOW' ? 'Low priority' : '',
  ].filter(Boolean);
}
