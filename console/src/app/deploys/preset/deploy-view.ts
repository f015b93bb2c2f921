import type { OnInit } from '@angular/core';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatExpansionPanel, MatExpansionPanelHeader, MatExpansionPanelTitle } from '@angular/material/expansion';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import type { Job, Preset, ProblemFault } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { BatchResults } from '../hosts/batch-results';
import { HostPicker } from '../hosts/host-picker';
import { JobBatch } from '../hosts/job-batch';
import { DeployDraft } from './deploy-draft';
import { ScriptPreview } from './script-preview';
import { ScriptRendering } from './script-rendering';
import { VariableField } from '../../shared/preset-variables/variable-field';
import type { VariablesForm } from '../../shared/preset-variables/variables-form';
import { formValues, showFaults, variablesForm } from '../../shared/preset-variables/variables-form';

/** Characters of a host's name that still fit on the button. */
const nameOnButton = 40;

/** One preset: its variables, the script that they make, and the hosts to run it on. */
@Component({
  selector: 'hb-deploy-view',
  imports: [
    BatchResults,
    HostPicker,
    MatButton,
    MatError,
    MatExpansionPanel,
    MatExpansionPanelHeader,
    MatExpansionPanelTitle,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ReactiveFormsModule,
    ScriptPreview,
    VariableField,
  ],
  providers: [DeployDraft, JobBatch, ScriptRendering],
  templateUrl: './deploy-view.html',
  styleUrl: './deploy-view.scss',
})
export class DeployView implements OnInit {
  private readonly router = inject(Router);
  private readonly owner = inject(DestroyRef);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly session = inject(Session);
  private readonly draft = inject(DeployDraft);
  protected readonly rendering = inject(ScriptRendering);
  protected readonly batch = inject(JobBatch);

  readonly preset = input.required<Preset>();
  /** A job whose values, host and time limit the form begins with. */
  readonly source = input<Job | null>(null);
  /** Hosts to begin with, instead of the source's. */
  readonly nodes = input<readonly string[]>([]);

  protected readonly form = computed<VariablesForm>(() =>
    variablesForm(this.preset().variables, this.source()?.variables),
  );
  protected readonly hosts = linkedSignal<readonly string[]>(() => {
    if (this.nodes().length > 0) return this.nodes();
    const source = this.source();
    return source === null ? [] : [source.nodeId];
  });
  protected readonly timeoutDefault = limits.jobTimeoutSecondsDefault;
  protected readonly timeoutMax = limits.jobTimeoutSecondsMax;
  protected readonly timeout = new FormControl<string>('', {
    nonNullable: true,
    validators: [Validators.pattern(/^\d+$/), Validators.min(1), Validators.max(limits.jobTimeoutSecondsMax)],
  });

  /** The preset's file and the shared functions that it uses: what can be read before there are values. */
  protected readonly written = computed(() => {
    const { template, functions = [] } = this.preset();
    if (functions.length === 0) return template;
    return [template.trimEnd(), '# What it uses:', ...functions.map(({ text }) => text)].join('\n\n');
  });
  protected readonly mayRun = computed(() => this.session.can('job.run'));
  /** Faults that the server found and that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);
  protected readonly attempted = signal(false);
  protected readonly applyWords = computed(() => {
    const count = this.hosts().length;
    if (this.batch.queueing()) return 'Queueing…';
    const [host] = this.hosts();
    if (host === undefined) return 'Apply';
    if (count > 1) return `Apply on ${count} hosts`;
    return host.length > nameOnButton ? 'Apply on 1 host' : `Apply on ${host}`;
  });
  /** One host has no list of results: the page goes to its job, or says here why there is none. */
  protected readonly showsResults = computed(() => this.batch.entries().length > 1);
  protected readonly singleProblem = computed(() => {
    const entries = this.batch.entries();
    return entries.length === 1 ? (entries[0]?.problem ?? null) : null;
  });

  constructor() {
    effect(() => {
      const problem = this.rendering.problem() ?? this.batch.entries().find((entry) => entry.problem)?.problem;
      untracked(() => this.otherFaults.set(problem ? showFaults(this.form(), problem.faults) : []));
    });
    effect(() => {
      const entries = this.batch.entries();
      const queued = entries.flatMap(({ job }) => (job === null ? [] : [job.id]));
      if (queued.length > 0 && queued.length === entries.length) untracked(() => this.follow(queued));
    });
  }

  ngOnInit(): void {
    const { timeoutSeconds } = this.source() ?? {};
    if (timeoutSeconds !== undefined) this.timeout.setValue(String(timeoutSeconds));
    const form = this.form();
    const { name } = this.preset();
    if (this.source() === null) this.draft.restore(name, form);
    this.owner.onDestroy(() => this.draft.leave(name));
    form.valueChanges.pipe(takeUntilDestroyed(this.owner)).subscribe(() => {
      this.draft.keep(name, form);
      this.render();
    });
    this.render();
  }

  protected render(): void {
    const form = this.form();
    const { name, variables } = this.preset();
    this.rendering.order(name, form.valid ? formValues(variables, form.getRawValue()) : null);
  }

  protected apply(): void {
    this.attempted.set(true);
    const form = this.form();
    form.markAllAsTouched();
    this.timeout.markAsTouched();
    if (form.invalid || this.timeout.invalid) {
      this.focusFirstFault();
      return;
    }
    if (this.hosts().length === 0 || this.batch.queueing()) return;
    const { name, variables } = this.preset();
    const timeoutSeconds = this.timeout.value === '' ? {} : { timeoutSeconds: Number(this.timeout.value) };
    this.batch.start(
      { preset: name, variables: formValues(variables, form.getRawValue()), ...timeoutSeconds },
      this.hosts(),
    );
  }

  /** One job has a page of its own. */
  private follow(ids: readonly string[]): void {
    const [id, ...others] = ids;
    if (others.length === 0) void this.router.navigate(['/dashboard/jobs', id]);
    else {
      void this.router.navigate(['/dashboard/deploys', this.preset().name, 'results'], {
        queryParams: { jobs: ids.join(',') },
      });
    }
  }

  /** The button is below the fields, and what is wrong may be off the screen. */
  private focusFirstFault(): void {
    this.element.nativeElement.querySelector<HTMLElement>(':is(input, textarea, mat-select).ng-invalid')?.focus();
  }
}
