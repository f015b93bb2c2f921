import type { OnInit } from '@angular/core';
import {
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  runInInjectionContext,
  signal,
} from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import type { AlertRule, AlertRuleFields, AlertRuleKind, ProblemFault } from '@hyprbox/contracts';
import {
  alertAggregates,
  alertedOutcomes,
  alertedProtections,
  alertMetrics,
  alertRuleKinds,
  alertSeverities,
  mountMetrics,
  selfChecks,
} from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { BeatsApi } from '../../core/api/beats.api';
import { PresetsApi } from '../../core/api/presets.api';
import type { FormDraft } from '../../core/drafts/form-draft';
import { keepDraft } from '../../core/drafts/form-draft';
import { allItems } from '../../core/paging/all-items';
import { healing } from '../../core/recovery/when-recovered';
import { checkWords, kindWords, metricWords, severityWords } from '../../shared/alerts/alert-words';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { forgetServerFaults, placeServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { SelectorField } from '../../shared/selector/selector-field';
import { BackTest } from './back-test';
import { RemediationField } from './remediation-field';
import { mayRemediate } from './remediation-form';
import type { RuleForm } from './rule-form';
import { controlAt, fieldsOf, ruleForm, unitOf } from './rule-form';
import { changedFacts, isAboutHosts } from './rule-words';

/** What the server says when a rule was changed since it was read. */
const changedMeanwhile = 'ALERT_RULE_CHANGED';

const aggregateWords = { MEAN: 'Mean', MAX: 'Highest', LAST: 'Latest' } as const;
const outcomeWords = { FAILED: 'Failed', CANCELLED: 'Cancelled' } as const;
const protectionWords = {
  FAILING: 'Failing',
  OVERDUE: 'Overdue',
  NEVER: 'Never backed up',
  UNPROVEN: 'Unproven',
} as const;

/** Writes a rule, with what it would have done last week beside it. */
@Component({
  selector: 'hb-rule-editor',
  imports: [
    BackTest,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    MatSuffix,
    ReactiveFormsModule,
    RemediationField,
    RouterLink,
    SelectorField,
  ],
  templateUrl: './rule-editor.html',
  styleUrls: ['../list-page/editor.scss', './rule-editor.scss'],
})
export class RuleEditor implements OnInit {
  private readonly api = inject(AlertsApi);
  private readonly presets = inject(PresetsApi);
  private readonly beats = inject(BeatsApi);
  private readonly owner = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Null for a new one. */
  readonly rule = input.required<AlertRule | null>();
  readonly readonly = input(false);
  /** As the server has it now. */
  readonly saved = output<AlertRule>();
  readonly left = output();

  protected readonly kinds = alertRuleKinds;
  protected readonly kindWords = kindWords;
  protected readonly metrics = alertMetrics;
  protected readonly metricWords = metricWords;
  protected readonly aggregates = alertAggregates;
  protected readonly aggregateWords = aggregateWords;
  protected readonly severities = alertSeverities;
  protected readonly severityWords = severityWords;
  protected readonly outcomes = alertedOutcomes;
  protected readonly outcomeWords = outcomeWords;
  protected readonly protections = alertedProtections;
  protected readonly protectionWords = protectionWords;
  protected readonly checks = selfChecks;
  protected readonly checkWords = checkWords;

  protected form: RuleForm = ruleForm(null);
  private drafts: readonly FormDraft[] = [];
  /** The version that the form was made of. */
  private readonly base = signal<AlertRule | null>(null);
  private readonly value = signal(this.form.getRawValue());
  protected readonly kind = computed<AlertRuleKind>(() => this.value().kind);
  protected readonly unit = computed(() => unitOf(this.value().metric));
  protected readonly hasMounts = computed(() => mountMetrics.includes(this.value().metric));
  protected readonly hasWindow = computed(() => this.value().aggregate !== 'LAST');
  protected readonly remediable = computed(() => mayRemediate(this.kind()));
  protected readonly aboutHosts = computed(() => isAboutHosts(this.kind()));
  /** The rule as it would be sent; null while something is wrong with it. It is tried without a name as well. */
  protected readonly tried = signal<AlertRuleFields | null>(null);

  private readonly presetList = healing(
    rxResource({
      params: () => (this.kind() === 'JOB' ? true : undefined),
      stream: () => allItems((page) => this.presets.list(page)),
    }),
  );
  /** Those that the rule names are there, also when they are not known any more. */
  protected readonly presetNames = computed(() => {
    const known = this.presetList.hasValue() ? this.presetList.value().map(({ name }) => name) : [];
    return [...new Set([...known, ...this.value().presets])];
  });
  private readonly beatList = healing(
    rxResource({
      params: () => (this.kind() === 'BEAT' ? true : undefined),
      stream: () => allItems((page) => this.beats.list(page)),
    }),
  );
  protected readonly beatOptions = computed(() => (this.beatList.hasValue() ? this.beatList.value() : []));

  protected readonly submission = new Submission();
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);
  protected readonly attempted = signal(false);
  /** What the rule has become meanwhile, where that is why it was not saved. */
  protected readonly theirs = signal<AlertRule | null>(null);
  protected readonly changes = computed(() => {
    const [base, theirs] = [this.base(), this.theirs()];
    return base === null || theirs === null ? [] : changedFacts(base, theirs);
  });

  ngOnInit(): void {
    this.begin(this.rule());
  }

  protected async save(): Promise<void> {
    if (this.submission.busy() || this.readonly()) return;
    this.attempted.set(true);
    forgetServerFaults(this.form);
    this.form.markAllAsTouched();
    this.otherFaults.set([]);
    const fields = fieldsOf(this.form, this.base());
    if (fields === null) {
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    const base = this.base();
    const done = await this.submission.send(async () => {
      const call = base === null ? this.api.rules.create(fields) : this.api.rules.replace(base.id, fields);
      const rule = await firstValueFrom(call);
      for (const draft of this.drafts) draft.discard();
      this.saved.emit(rule);
    });
    if (!done) await this.explain();
  }

  /** What stands in the form is sent over what it has become. */
  protected keepMine(): void {
    this.base.set(this.theirs());
    this.theirs.set(null);
    this.submission.forget();
    void this.save();
  }

  protected takeTheirs(): void {
    const theirs = this.theirs();
    for (const draft of this.drafts) draft.discard();
    this.begin(theirs);
  }

  private begin(rule: AlertRule | null): void {
    this.base.set(rule);
    this.theirs.set(null);
    this.submission.forget();
    this.form = ruleForm(rule);
    const key = `alert-rule/${rule?.id ?? 'new'}`;
    // The drafts' keys are known only with the inputs.
    if (!this.readonly()) {
      this.drafts = runInInjectionContext(this.injector, () => [
        keepDraft(key, this.form),
        keepDraft(`${key}/selector`, this.form.controls.selector),
        keepDraft(`${key}/remediation`, this.form.controls.remediation),
      ]);
    }
    this.take();
    this.form.valueChanges.pipe(takeUntilDestroyed(this.owner)).subscribe(() => {
      this.take();
      if (this.theirs() === null) this.submission.forget();
    });
    if (this.readonly()) this.form.disable({ emitEvent: false });
  }

  private take(): void {
    this.value.set(this.form.getRawValue());
    this.tried.set(this.withoutName());
  }

  private withoutName(): AlertRuleFields | null {
    const { name } = this.form.controls;
    if (name.valid) return fieldsOf(this.form, this.base());
    const typed = name.value;
    const quietly = { emitEvent: false, emitModelToViewChange: false };
    name.setValue('New rule', quietly);
    const fields = fieldsOf(this.form, this.base());
    name.setValue(typed, quietly);
    return fields;
  }

  private async explain(): Promise<void> {
    const problem = this.submission.problem();
    const base = this.base();
    if (problem === null) return;
    if (problem.code === changedMeanwhile && base !== null) {
      this.theirs.set(await firstValueFrom(this.api.rules.get(base.id)).catch(() => null));
      return;
    }
    this.otherFaults.set(placeServerFaults(problem.faults, (pointer) => controlAt(this.form, pointer)));
    focusFirstFault(this.element.nativeElement, this.injector);
  }
}
