import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Alert } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { Clock } from '../../core/clock/clock';
import { Session } from '../../core/session/session';
import { AlertOrders } from '../../shared/alerts/alert-orders';
import { AlertSeverityLabel } from '../../shared/alerts/alert-severity';
import {
  alertSince,
  figureWords,
  isAcknowledged,
  isOpen,
  kindWords,
  partWords,
  safeLink,
  stateWords,
} from '../../shared/alerts/alert-words';
import { formatDuration } from '../../shared/figures/format';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { Icon } from '../../shared/icon/icon';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { silenceHosts } from '../silence/silence-dialog';

const hour = 60 * 60;

/** How an alert stands, and what can be done about it. */
@Component({
  selector: 'hb-alert-head',
  imports: [
    AlertSeverityLabel,
    Icon,
    MatButton,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    ProblemMessage,
    ReactiveFormsModule,
    RelativeTime,
    RouterLink,
    TimeAhead,
  ],
  providers: [AlertOrders],
  templateUrl: './alert-head.html',
  styleUrl: './alert-head.scss',
})
export class AlertHead {
  private readonly api = inject(AlertsApi);
  private readonly clock = inject(Clock);
  private readonly dialog = inject(MatDialog);
  private readonly injector = inject(Injector);
  private readonly noteField = viewChild<ElementRef<HTMLElement>>('note');
  private readonly noteButton = viewChild<unknown, ElementRef<HTMLElement>>('noteButton', { read: ElementRef });
  protected readonly orders = inject(AlertOrders);

  readonly alert = input.required<Alert>();
  /** As the server has it now. */
  readonly changed = output<Alert>();

  protected readonly mayHandle = inject(Session).can('alert.handle');
  protected readonly spans = [
    { label: '1 hour', seconds: hour },
    { label: '4 hours', seconds: 4 * hour },
    { label: '1 day', seconds: 24 * hour },
    { label: '7 days', seconds: alertLimits.ackSecondsMax },
  ] as const;
  protected readonly open = computed(() => isOpen(this.alert()));
  protected readonly acknowledged = computed(() => this.open() && isAcknowledged(this.alert(), this.clock.now()));
  protected readonly state = computed(() => stateWords[this.alert().state]);
  protected readonly kind = computed(() => kindWords[this.alert().kind]);
  protected readonly part = computed(() => partWords(this.alert().target));
  protected readonly since = computed(() => alertSince(this.alert()));
  protected readonly figure = computed(() => figureWords(this.alert().value, this.alert().unit));
  protected readonly peak = computed(() => figureWords(this.alert().peak, this.alert().unit));
  protected readonly runbook = computed(() => safeLink(this.alert().runbook));
  protected readonly lasted = computed(() => {
    const { resolvedAt } = this.alert();
    const end = resolvedAt === null ? this.clock.now() : Date.parse(resolvedAt);
    return formatDuration((end - Date.parse(this.since())) / 1000);
  });

  /** Closed by another alert, not by another figure of the same. */
  private readonly alertId = computed(() => this.alert().id);
  protected readonly noting = linkedSignal({ source: this.alertId, computation: () => false });
  protected readonly submission = new Submission();
  protected readonly longest = alertLimits.noteLength;
  protected readonly form = inject(NonNullableFormBuilder).group({ note: [''] });

  protected async acknowledge(seconds: number): Promise<void> {
    await this.orders.acknowledge([this.alert()], seconds, (alerts) => this.tell(alerts));
  }

  protected async unacknowledge(): Promise<void> {
    await this.orders.unacknowledge([this.alert()], (alerts) => this.tell(alerts));
  }

  protected async silence(): Promise<void> {
    if ((await silenceHosts(this.dialog, [this.alert()])) !== null) this.changed.emit(this.alert());
  }

  protected editNote(): void {
    this.form.setValue({ note: this.alert().note ?? '' });
    this.note(true);
  }

  protected leaveNote(): void {
    this.note(false);
  }

  protected async saveNote(): Promise<void> {
    const { note } = this.form.getRawValue();
    const saved = await this.submission.submit(this.form, async () =>
      this.changed.emit(await firstValueFrom(this.api.annotate(this.alert().id, note.trim()))),
    );
    if (saved) this.note(false);
  }

  /** Opens or closes the field. The control that had the focus goes by that, and the other one gets it. */
  private note(open: boolean): void {
    this.noting.set(open);
    const next = (): HTMLElement | undefined => (open ? this.noteField() : this.noteButton())?.nativeElement;
    afterNextRender(() => next()?.focus(), { injector: this.injector });
  }

  private tell(alerts: readonly Alert[]): void {
    for (const alert of alerts) this.changed.emit(alert);
  }
}
