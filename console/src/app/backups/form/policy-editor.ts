import type { OnInit } from '@angular/core';
import {
  afterNextRender,
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
  viewChildren,
} from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatAutocomplete, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatExpansionPanel, MatExpansionPanelHeader, MatExpansionPanelTitle } from '@angular/material/expansion';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { BackupPolicy, ProblemFault } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { delay, firstValueFrom, of, switchMap } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { NodesApi } from '../../core/api/nodes.api';
import { PresetsApi } from '../../core/api/presets.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import type { FormDraft } from '../../core/drafts/form-draft';
import { keepDraft } from '../../core/drafts/form-draft';
import { HookField } from './hook-field';
import { PasswordCommands } from './password-commands';
import type { PolicyForm } from './policy-form';
import { placeFaults, policyForm } from './policy-form';
import type { HookRole, PolicyInput } from './policy-input';
import { requestOf } from './policy-input';
import type { RepositoryKind } from './repository-kinds';
import { kindOf, repositoryKinds } from './repository-kinds';
import { ScheduleField } from './schedule-field';
import { backupSchedules, checkSchedules, drillSchedules } from './schedule-presets';

const hostSuggestions = 20;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

/** Writes a policy: a new one, or another text of one there is. */
@Component({
  selector: 'hb-policy-editor',
  imports: [
    HookField,
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatError,
    MatExpansionPanel,
    MatExpansionPanelHeader,
    MatExpansionPanelTitle,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    PasswordCommands,
    ReactiveFormsModule,
    ScheduleField,
  ],
  templateUrl: './policy-editor.html',
  styleUrl: './policy-editor.scss',
})
export class PolicyEditor implements OnInit {
  private readonly api = inject(BackupsApi);
  private readonly nodes = inject(NodesApi);
  private readonly presetsApi = inject(PresetsApi);
  private readonly owner = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly hookFields = viewChildren(HookField);

  /** What the fields begin with. */
  readonly start = input.required<PolicyInput>();
  /** The policy that is edited; null for a new one. */
  readonly policy = input<BackupPolicy | null>(null);
  /** The policy as the server has it now. */
  readonly saved = output<BackupPolicy>();
  readonly left = output();

  protected readonly form = computed<PolicyForm>(() => policyForm(this.start()));
  protected readonly draftKey = computed(() => `backup-policy/${this.policy()?.id ?? 'new'}`);
  private draft: FormDraft | null = null;

  protected readonly kinds = repositoryKinds;
  protected readonly backupSchedules = backupSchedules;
  protected readonly checkSchedules = checkSchedules;
  protected readonly drillSchedules = drillSchedules;
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly retentions = [
    { name: 'keepLast', label: 'Last' },
    { name: 'keepDaily', label: 'Daily' },
    { name: 'keepWeekly', label: 'Weekly' },
    { name: 'keepMonthly', label: 'Monthly' },
    { name: 'keepYearly', label: 'Yearly' },
  ] as const;
  protected readonly hooks: readonly { role: HookRole; label: string; hint: string }[] = [
    {
      role: 'preHook',
      label: 'Before the backup',
      hint: 'Such as a dump of a database. When it fails, nothing is backed up.',
    },
    { role: 'postHook', label: 'After the backup', hint: 'Runs whatever came of the backup.' },
  ];

  protected readonly value = signal<PolicyInput | null>(null);
  protected readonly kind = computed(() => kindOf(this.value()?.repository ?? ''));
  protected readonly kindHint = computed(() => repositoryKinds.find(({ kind }) => kind === this.kind())?.hint ?? '');
  /** One repository for several hosts works, but they wait for each other and share one password. */
  protected readonly sharedByHosts = computed(() => {
    const value = this.value();
    return value?.covers === 'tag' && value.repository !== '' && !value.repository.includes('{nodeId}');
  });
  protected readonly zonesShown = computed(() => {
    const typed = (this.value()?.timezone ?? '').toLowerCase();
    const found = this.zones.filter((zone) => zone.toLowerCase().includes(typed));
    return (found.length === 1 && found[0]?.toLowerCase() === typed ? this.zones : found).slice(0, 50);
  });

  private readonly presetPage = rxResource({ stream: () => this.presetsApi.list({ limit: limits.pageMax }) });
  protected readonly presets = computed(() => (this.presetPage.hasValue() ? this.presetPage.value().items : null));
  protected readonly presetsProblem = computed(() => {
    const error = this.presetPage.error();
    return error === undefined ? null : toApiProblem(error.cause ?? error);
  });
  private readonly hostPage = rxResource({
    params: () => this.value()?.nodeId.trim() ?? '',
    stream: ({ params: q }) =>
      of(q).pipe(
        delay(lookupPause),
        switchMap(() => this.nodes.list({ q, limit: hostSuggestions })),
      ),
  });
  protected readonly hosts = computed(() =>
    this.hostPage.hasValue() ? this.hostPage.value().items.map(({ id }) => id) : [],
  );

  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);
  protected readonly attempted = signal(false);
  protected readonly advancedOpen = signal(false);

  ngOnInit(): void {
    const form = this.form();
    // The draft's key is known only with the inputs.
    this.draft = runInInjectionContext(this.injector, () => keepDraft(this.draftKey(), form));
    this.value.set(form.getRawValue());
    form.valueChanges.pipe(takeUntilDestroyed(this.owner)).subscribe(() => {
      this.value.set(form.getRawValue());
      this.problem.set(null);
      this.otherFaults.set([]);
    });
  }

  /** Fills in what an address of the kind looks like, unless one of that kind is there already. */
  protected chooseKind(kind: RepositoryKind): void {
    const { repository } = this.form().controls;
    if (kindOf(repository.value) === kind) return;
    repository.setValue(repositoryKinds.find((each) => each.kind === kind)?.example ?? '');
    repository.markAsDirty();
  }

  protected savedHook(role: HookRole) {
    return this.policy()?.[role] ?? null;
  }

  protected async save(): Promise<void> {
    if (this.busy()) return;
    this.attempted.set(true);
    const form = this.form();
    // What the server had against a field may have been put right elsewhere meanwhile: it is asked again.
    Object.values(form.controls).forEach((control) => control.updateValueAndValidity({ emitEvent: false }));
    form.markAllAsTouched();
    const hooksFine = this.hookFields().every((field) => field.check());
    if (form.invalid || !hooksFine) {
      this.focusFirstFault();
      return;
    }
    this.busy.set(true);
    this.problem.set(null);
    try {
      const policy = await firstValueFrom(this.send());
      this.draft?.discard();
      this.saved.emit(policy);
    } catch (error) {
      this.show(toApiProblem(error));
    } finally {
      this.busy.set(false);
    }
  }

  private send() {
    const hook = (role: HookRole) =>
      this.hookFields()
        .find((field) => field.role() === role)
        ?.value() ?? null;
    const hooks = { preHook: hook('preHook'), postHook: hook('postHook'), drillVerify: hook('drillVerify') };
    const request = requestOf(this.form().getRawValue(), hooks);
    const policy = this.policy();
    return policy === null ? this.api.createPolicy(request) : this.api.updatePolicy(policy.id, request);
  }

  private show(problem: ApiProblem): void {
    const beyondHooks = this.hookFields().reduce<readonly ProblemFault[]>(
      (faults, field) => field.place(faults),
      problem.faults,
    );
    this.otherFaults.set(placeFaults(this.form(), beyondHooks));
    this.problem.set(problem);
    this.focusFirstFault();
  }

  /** The button is below the fields, and what is wrong may be off the screen or folded away. */
  private focusFirstFault(): void {
    const first = (): HTMLElement | null =>
      this.element.nativeElement.querySelector<HTMLElement>(':is(input, textarea, mat-select).ng-invalid');
    if (first()?.closest('.advanced')) this.advancedOpen.set(true);
    afterNextRender(() => first()?.focus(), { injector: this.injector });
  }
}
