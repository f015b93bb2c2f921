import { afterNextRender, Component, effect, ElementRef, inject, Injector, signal, untracked } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatExpansionPanel, MatExpansionPanelHeader, MatExpansionPanelTitle } from '@angular/material/expansion';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { RouterLink } from '@angular/router';
import type { ProblemFault, Rollout } from '@hyprbox/contracts';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { forgetServerFaults, placeServerFaults } from '../../shared/form/server-faults';
import { PageState } from '../../shared/page-state/page-state';
import type { HostsMode } from '../../shared/rollout-form/hosts-field';
import { HostsField } from '../../shared/rollout-form/hosts-field';
import { PlanView } from '../../shared/rollout-form/plan-view';
import { courseOf, fieldAt, hostsOf, rolloutForm } from '../../shared/rollout-form/rollout-form';
import { RolloutOptions } from '../../shared/rollout-form/rollout-options';
import { RolloutOrder } from '../../shared/rollout-form/rollout-order';
import { StartField } from '../../shared/rollout-form/start-field';
import { ScriptView } from '../../shared/script-view/script-view';
import { OwnScripts } from './own-scripts';
import { scriptControl, scriptOf } from './script-form';

/** Runs a command or a script of one's own on chosen hosts. */
@Component({
  selector: 'hb-script-page',
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
    OwnScripts,
    PageState,
    PlanView,
    ReactiveFormsModule,
    RolloutOptions,
    RouterLink,
    ScriptView,
    StartField,
  ],
  providers: [RolloutOrder],
  templateUrl: './script-page.html',
  styleUrl: './script-page.scss',
})
export class ScriptPage {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  protected readonly order = inject(RolloutOrder);

  protected readonly mayScript = inject(Session).can('job.adhoc');
  protected readonly script = scriptControl();
  protected readonly rollout = rolloutForm();
  protected readonly hostsMode = signal<HostsMode>('picked');
  protected readonly hosts = signal<readonly string[]>([]);
  protected readonly attempted = signal(false);
  /** Faults that the server found and that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);

  constructor() {
    showHeading(() => ({ title: 'Run a script', trail: [{ label: 'Rollouts', link: '/dashboard/rollouts' }] }));
    effect(() => {
      const faults = this.order.planning.problem()?.faults ?? [];
      untracked(() => this.otherFaults.set(this.placeFaults(faults)));
    });
  }

  protected async plan(): Promise<void> {
    this.attempted.set(true);
    forgetServerFaults(this.rollout);
    forgetServerFaults(this.script);
    this.script.markAsTouched();
    this.rollout.markAllAsTouched();
    const selector = hostsOf(this.rollout, this.hostsMode(), this.hosts());
    const course = courseOf(this.rollout);
    if (this.script.invalid || selector === null || course === null) {
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    const planned = await this.order.plan({ script: scriptOf(this.script.value), selector, ...course });
    if (!planned) focusFirstFault(this.element.nativeElement, this.injector);
  }

  protected use({ script }: Rollout): void {
    this.script.setValue(script.replace(/\n$/, ''));
    this.focusOn('textarea');
  }

  protected backToForm(): void {
    this.order.leave();
    afterNextRender(() => this.focusOn('button[type="submit"]'), { injector: this.injector });
  }

  private placeFaults(faults: readonly ProblemFault[]): readonly ProblemFault[] {
    return placeServerFaults(faults, (pointer) =>
      pointer === '/script' ? this.script : fieldAt(this.rollout, pointer),
    );
  }

  private focusOn(selector: string): void {
    this.element.nativeElement.querySelector<HTMLElement>(selector)?.focus();
  }
}
