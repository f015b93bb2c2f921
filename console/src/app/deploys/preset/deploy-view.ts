import type { OnInit } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  Injector,
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
import { RouterLink } from '@angular/router';
import type { CreateRollout, Job, Preset, ProblemFault } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { forgetServerFaults, placeServerFaults } from '../../shared/form/server-faults';
import { VariableField } from '../../shared/preset-variables/variable-field';
import type { VariablesForm } from '../../shared/preset-variables/variables-form';
import { formValues, showFaults, variablesForm } from '../../shared/preset-variables/variables-form';
import type { HostsMode } from '../../shared/rollout-form/hosts-field';
import { HostsField } from '../../shared/rollout-form/hosts-field';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { PlanView } from '../../shared/rollout-form/plan-view';
import { courseOf, fieldAt, hostsOf, rolloutForm } from '../../shared/rollout-form/rollout-form';
import { RolloutOptions } from '../../shared/rollout-form/rollout-options';
import { RolloutOrder } from '../../shared/rollout-form/rollout-order';
import { StartField } from '../../shared/rollout-form/start-field';
import { ScriptView } from '../../shared/script-view/script-view';
import { writeDuration } from '../../shared/time/durations';
import { DeployDraft } from './deploy-draft';
import { ScriptPreview } from './script-preview';
import { ScriptRendering } from './script-rendering';
import { SingleJob } from './single-job';

/** Characters of a host's name that still fit on the button. */
const nameOnButton = 40;

/** One preset: its variables, the script that they make, and the hosts to run it on: one by a job, more by a rollout. */
@Component({
  selector: 'hb-deploy-view',
  imports: [
    HostsField,
    MatButton,
    MatError,
    MatExpansionPanel,
    MatExpansionPanelHeader,
    MatExpansionPanelTitle,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    PlanView,
    ReactiveFormsModule,
    RolloutOptions,
    RouterLink,
    ScriptPreview,
    ScriptView,
    StartField,
    VariableField,
  ],
  providers: [DeployDraft, RolloutOrder, ScriptRendering, SingleJob],
  templateUrl: './deploy-view.html',
  styleUrl: './deploy-view.scss',
})
export class DeployView implements OnInit {
  private readonly owner = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly session = inject(Session);
  private readonly draft = inject(DeployDraft);
  protected readonly rendering = inject(ScriptRendering);
  protected readonly job = inject(SingleJob).submission;
  private readonly single = inject(SingleJob);
  protected readonly order = inject(RolloutOrder);

  readonly preset = input.required<Preset>();
  /** A job whose values, host and time limit the form begins with. */
  readonly source = input<Job | null>(null);
  /** Hosts to begin with, instead of the source's. */
  readonly nodes = input<readonly string[]>([]);

  protected readonly form = computed<VariablesForm>(() =>
    variablesForm(this.preset().variables, this.source()?.variables),
  );
  protected readonly hostsMode = signal<HostsMode>('picked');
  protected readonly hosts = linkedSignal<readonly string[]>(() => {
    if (this.nodes().length > 0) return this.nodes();
    const source = this.source();
    return source === null ? [] : [source.nodeId];
  });
  /** Of more hosts than one. */
  protected readonly rollout = rolloutForm();
  protected readonly isRollout = computed(() => this.hostsMode() === 'selected' || this.hosts().length > 1);
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
  protected readonly busy = computed(() => this.job.busy() || this.order.busy());
  protected readonly applyWords = computed(() => {
    if (this.job.busy()) return 'Queueing…';
    if (this.order.planning.busy()) return 'Planning…';
    if (this.hostsMode() === 'selected') return 'Plan the rollout';
    const [host, ...others] = this.hosts();
    if (host === undefined) return 'Apply';
    if (others.length > 0) return `Plan on ${hostCount(others.length + 1)}`;
    return host.length > nameOnButton ? 'Apply on 1 host' : `Apply on ${host}`;
  });
  /** Why it was neither queued nor planned. */
  protected readonly problem = computed(() => this.job.problem() ?? this.order.planning.problem());

  constructor() {
    effect(() => {
      const problem = this.rendering.problem() ?? this.problem();
      untracked(() => this.showFaults(problem?.faults ?? []));
    });
  }

  ngOnInit(): void {
    const { timeoutSeconds } = this.source() ?? {};
    if (timeoutSeconds !== undefined) {
      this.timeout.setValue(String(timeoutSeconds));
      this.rollout.controls.options.controls.timeout.setValue(writeDuration(timeoutSeconds));
    }
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

  protected async apply(): Promise<void> {
    this.attempted.set(true);
    const form = this.form();
    forgetServerFaults(this.rollout);
    for (const each of [form, this.timeout, this.rollout]) each.markAllAsTouched();
    if (this.busy()) return;
    if (!this.wrongFields()) await this.send();
    // The button is below the fields, and what is wrong may be off the screen.
    if (this.wrongFields() || this.problem() !== null) focusFirstFault(this.element.nativeElement, this.injector);
  }

  protected wrongFields(): boolean {
    return this.form().invalid || (this.isRollout() ? this.rolloutIsWrong() : this.jobIsWrong());
  }

  /** The plan, and the button that had the focus, are gone: it goes on where the plan was asked for. */
  protected backToForm(): void {
    this.order.leave();
    const submit = (): HTMLElement | null => this.element.nativeElement.querySelector('button[type="submit"]');
    afterNextRender(() => submit()?.focus(), { injector: this.injector });
  }

  private async send(): Promise<void> {
    const { name, version, variables } = this.preset();
    const what = { preset: name, variables: formValues(variables, this.form().getRawValue()) };
    if (this.isRollout()) return this.planRollout({ ...what, presetVersion: version });
    const [nodeId] = this.hosts();
    if (nodeId === undefined) return;
    const timeoutSeconds = this.timeout.value === '' ? {} : { timeoutSeconds: Number(this.timeout.value) };
    await this.single.queue({ nodeId, ...what, ...timeoutSeconds });
  }

  private async planRollout(what: Pick<CreateRollout, 'preset' | 'presetVersion' | 'variables'>): Promise<void> {
    const selector = hostsOf(this.rollout, this.hostsMode(), this.hosts());
    const course = courseOf(this.rollout);
    if (selector !== null && course !== null) await this.order.plan({ ...what, selector, ...course });
  }

  private jobIsWrong(): boolean {
    return this.timeout.invalid || this.hosts().length === 0;
  }

  private rolloutIsWrong(): boolean {
    const { options, start } = this.rollout.controls;
    return options.invalid || start.invalid || hostsOf(this.rollout, this.hostsMode(), this.hosts()) === null;
  }

  private showFaults(faults: readonly ProblemFault[]): void {
    const others = showFaults(this.form(), faults);
    this.otherFaults.set(placeServerFaults(others, (pointer) => fieldAt(this.rollout, pointer)));
  }
}
