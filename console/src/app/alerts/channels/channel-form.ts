import { FormControl, FormGroup, FormRecord } from '@angular/forms';
import type { AlertChannel, AlertChannelFields, AlertChannelType, ChannelField } from '@hyprbox/contracts';
import { alertLimits, channelFields } from '@hyprbox/contracts';
import { atMost, filledIn } from '../../shared/form/field-faults';

/** A stored secret stays unless it is replaced or taken away. */
export type SecretFate = 'keep' | 'replace' | 'forget';

export type ChannelForm = FormGroup<{
  name: FormControl<string>;
  type: FormControl<AlertChannelType>;
  sendResolved: FormControl<boolean>;
  enabled: FormControl<boolean>;
  config: FormRecord<FormControl<string>>;
  secrets: FormRecord<FormControl<string>>;
}>;

/** A form with the channel in it; without one, that of a new one. */
export function channelForm(channel: AlertChannel | null): ChannelForm {
  const type = channel?.type ?? 'NTFY';
  return new FormGroup({
    name: new FormControl(channel?.name ?? '', {
      nonNullable: true,
      validators: [filledIn, atMost(alertLimits.ruleNameLength)],
    }),
    type: new FormControl<AlertChannelType>(type, { nonNullable: true }),
    sendResolved: new FormControl(channel?.sendResolved ?? true, { nonNullable: true }),
    enabled: new FormControl(channel?.enabled ?? true, { nonNullable: true }),
    config: configRecord(type, channel?.config ?? {}),
    secrets: secretsRecord(type, channel),
  });
}

/** Gives the form the fields of its type. What was filled in under a name that the new type has, too, stays. */
export function takeType(form: ChannelForm, channel: AlertChannel | null): void {
  const type = form.controls.type.value;
  const { config } = form.getRawValue();
  form.setControl('config', configRecord(type, config));
  form.setControl('secrets', secretsRecord(type, channel?.type === type ? channel : null));
}

/** Whether a secret is there, so that the form asks for it only if it is to be replaced. */
export function isSet(channel: AlertChannel | null, name: string): boolean {
  return channel?.secrets[name]?.set ?? false;
}

/** Whether a stored secret stays: then its field, which is not shown, has no say in whether the form is filled in rightly. */
export function setFate(form: ChannelForm, name: string, fate: SecretFate): void {
  const control = form.controls.secrets.controls[name];
  if (control === undefined) return;
  control.reset('');
  if (fate === 'replace') control.enable();
  else control.disable();
}

/** What is sent: a secret that is kept is left out, one that is to be forgotten is empty. */
export function requestOf(form: ChannelForm, fates: Readonly<Record<string, SecretFate>>): AlertChannelFields {
  const { secrets, config, name, ...rest } = form.getRawValue();
  const sent = Object.entries(secrets).filter(
    ([field, text]) => fates[field] === 'forget' || (fates[field] !== 'keep' && text.trim() !== ''),
  );
  return { ...rest, name: name.trim(), config: withoutEmpty(config), secrets: Object.fromEntries(sent) };
}

function configRecord(type: AlertChannelType, values: Readonly<Record<string, string>>) {
  return new FormRecord(
    Object.fromEntries(
      channelFields[type]
        .filter(({ secret }) => !secret)
        .map((field) => [field.name, control(field, valueOf(field, values[field.name]))]),
    ),
  );
}

function secretsRecord(type: AlertChannelType, channel: AlertChannel | null) {
  const record = new FormRecord(
    Object.fromEntries(
      channelFields[type].filter(({ secret }) => secret).map((field) => [field.name, control(field, '')]),
    ),
  );
  for (const [name, each] of Object.entries(record.controls)) if (isSet(channel, name)) each.disable();
  return record;
}

/** A choice has its first value until something else is chosen; its example is the usual one. */
function valueOf({ kind, example, options }: ChannelField, value: string | undefined): string {
  if (kind !== 'choice') return value ?? '';
  return value !== undefined && options?.includes(value) ? value : example;
}

function control({ required }: ChannelField, value: string): FormControl<string> {
  return new FormControl(value, {
    nonNullable: true,
    validators: [...(required ? [filledIn] : []), atMost(alertLimits.channelValueLength)],
  });
}

function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );
}
