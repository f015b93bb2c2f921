import type { OnInit } from '@angular/core';
import { afterNextRender, Component, computed, inject, Injector, input, output, signal } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { AlertChannel, AlertChannelType, ChannelField, ProblemFault } from '@hyprbox/contracts';
import { alertChannelTypes, channelFields } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { forgetServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { ChannelTestButton } from './channel-test-button';
import type { ChannelForm, SecretFate } from './channel-form';
import { channelForm, isSet, requestOf, setFate, takeType } from './channel-form';
import { channelTypeWords } from './channel-words';

/** Writes a channel. Its secrets can be given, replaced and taken away, never read. */
@Component({
  selector: 'hb-channel-editor',
  imports: [
    ChannelTestButton,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    ReactiveFormsModule,
  ],
  templateUrl: './channel-editor.html',
  styleUrls: ['../list-page/editor.scss', './channel-editor.scss'],
})
export class ChannelEditor implements OnInit {
  private readonly api = inject(AlertsApi);
  private readonly injector = inject(Injector);

  /** Null for a new one. */
  readonly channel = input.required<AlertChannel | null>();
  /** As the server has it now. */
  readonly saved = output<AlertChannel>();
  readonly left = output();

  protected readonly types = alertChannelTypes;
  protected readonly typeWords = channelTypeWords;
  protected form: ChannelForm = channelForm(null);
  private readonly type = signal<AlertChannelType>('NTFY');
  protected readonly fields = computed(() => channelFields[this.type()]);
  protected readonly fates = signal<Readonly<Record<string, SecretFate>>>({});
  protected readonly submission = new Submission();
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);

  ngOnInit(): void {
    this.form = channelForm(this.channel());
    this.begin();
  }

  protected changeType(): void {
    takeType(this.form, this.channel());
    this.begin();
  }

  protected fateOf({ name }: ChannelField): SecretFate {
    return this.fates()[name] ?? 'replace';
  }

  protected decide({ name }: ChannelField, fate: SecretFate): void {
    this.fates.update((fates) => ({ ...fates, [name]: fate }));
    setFate(this.form, name, fate);
  }

  protected isStored({ name }: ChannelField): boolean {
    return this.form.controls.type.value === this.channel()?.type && isSet(this.channel(), name);
  }

  protected async save(): Promise<void> {
    if (this.submission.busy()) return;
    forgetServerFaults(this.form);
    this.otherFaults.set([]);
    const channel = this.channel();
    const done = await this.submission.submit(this.form, async () => {
      const request = requestOf(this.form, this.fates());
      const call =
        channel === null ? this.api.channels.create(request) : this.api.channels.replace(channel.id, request);
      this.saved.emit(await firstValueFrom(call));
    });
    if (!done) this.showFaults(this.submission.problem()?.faults ?? []);
  }

  private begin(): void {
    this.type.set(this.form.controls.type.value);
    const stored = this.fields().filter((field) => field.secret && this.isStored(field));
    this.fates.set(Object.fromEntries(stored.map(({ name }) => [name, 'keep' as const])));
  }

  private showFaults(faults: readonly ProblemFault[]): void {
    const { name, config, secrets } = this.form.controls;
    // A secret that was to be kept, but cannot be: it is asked for.
    for (const field of this.fields()) {
      const isAsked = field.secret && faults.some(({ pointer }) => pointer === `/secrets/${field.name}`);
      if (isAsked && this.fateOf(field) === 'keep') this.decide(field, 'replace');
    }
    const controlAt = (pointer: string) => {
      const [, part, member = ''] = pointer.split('/');
      if (part === 'name') return name;
      const record = part === 'config' ? config : part === 'secrets' ? secrets : null;
      return record?.controls[member] ?? null;
    };
    // A field that is shown only now validates itself at first, and would forget what is wrong with it.
    afterNextRender(() => this.otherFaults.set(this.submission.showFaults(controlAt)), { injector: this.injector });
  }
}
