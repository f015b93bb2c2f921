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
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import type { BackupPolicy, ProblemFault } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import type { ApiProblem } from '../../core/api/problem';
import type { FormDraft } from '../../core/drafts/form-draft';
import { keepDraft } from '../../core/drafts/form-draft';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { Submission } from '../../shared/form/submission';
import type { PolicyForm } from './policy-form';
import { placeFaults, policyForm } from './policy-form';
import type { PolicyInput } from './policy-input';
import { requestOf } from './policy-input';
import { AdvancedSection } from './sections/advanced-section';
import { CoverageSection } from './sections/coverage-section';
import { ProofSection } from './sections/proof-section';
import { RepositorySection } from './sections/repository-section';
import { ScheduleSection } from './sections/schedule-section';

/** Writes a policy: a new one, or another text of one there is. */
@Component({
  selector: 'hb-policy-editor',
  imports: [
    AdvancedSection,
    CoverageSection,
    MatButton,
    ProofSection,
    ReactiveFormsModule,
    RepositorySection,
    ScheduleSection,
  ],
  templateUrl: './policy-editor.html',
  styleUrl: './policy-editor.scss',
})
export class PolicyEditor implements OnInit {
  private readonly api = inject(BackupsApi);
  private readonly owner = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly advanced = viewChild.required(AdvancedSection);

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

  protected readonly value = signal<PolicyInput | null>(null);

  protected readonly submission = new Submission();
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);
  protected readonly attempted = signal(false);

  ngOnInit(): void {
    const form = this.form();
    // The draft's key is known only with the inputs.
    this.draft = runInInjectionContext(this.injector, () => keepDraft(this.draftKey(), form));
    this.value.set(form.getRawValue());
    form.valueChanges.pipe(takeUntilDestroyed(this.owner)).subscribe(() => {
      this.value.set(form.getRawValue());
      this.submission.forget();
      this.otherFaults.set([]);
    });
  }

  protected async save(): Promise<void> {
    if (this.submission.busy()) return;
    this.attempted.set(true);
    const form = this.form();
    // What the server had against a field may have been put right elsewhere meanwhile: it is asked again.
    Object.values(form.controls).forEach((control) => control.updateValueAndValidity({ emitEvent: false }));
    form.markAllAsTouched();
    const hooksFine = this.advanced().checkHooks();
    if (form.invalid || !hooksFine) {
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    await this.submission.send(async () => {
      const policy = await firstValueFrom(this.send());
      this.draft?.discard();
      this.saved.emit(policy);
    });
    const problem = this.submission.problem();
    if (problem !== null) this.showFaults(problem);
  }

  private send() {
    const advanced = this.advanced();
    const hooks = {
      preHook: advanced.hook('preHook'),
      postHook: advanced.hook('postHook'),
      drillVerify: advanced.hook('drillVerify'),
    };
    const request = requestOf(this.form().getRawValue(), hooks);
    const policy = this.policy();
    return policy === null ? this.api.policies.create(request) : this.api.policies.update(policy.id, request);
  }

  private showFaults({ faults }: ApiProblem): void {
    this.otherFaults.set(placeFaults(this.form(), this.advanced().placeFaults(faults)));
    focusFirstFault(this.element.nativeElement, this.injector);
  }
}
