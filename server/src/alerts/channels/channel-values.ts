import {
  channelFields,
  type AlertChannelFields,
  type AlertChannelType,
  type ChannelField,
  type ProblemFault,
} from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { escapePointer } from '../../common/json-pointer.js';
import { faultOfValue } from './field-checks.js';

type Values = Record<string, string>;

/** What a channel was sent with, its values trimmed and known to fit its type. */
export interface ChannelValues extends Omit<AlertChannelFields, 'secrets'> {
  /** Those that were given; an empty one is to be forgotten. */
  secrets: Values;
}

/** Reads a channel by the fields of its type. Whether every secret is there is known only with those that are stored. */
export function readChannel({ config, secrets = {}, ...rest }: AlertChannelFields): ChannelValues {
  const fields = channelFields[rest.type];
  const given = trimmed(config);
  const faults = [
    ...faultsOfValues(given, fields, false),
    ...fields
      .filter(({ name, secret, required }) => !secret && required && !given[name])
      .map(({ name }) => ({ pointer: `/config/${name}`, detail: 'must be given' })),
    ...faultsOfValues(trimmed(secrets), fields, true),
  ];
  if (faults.length > 0) throw new InvalidInputError(faults);
  const kept = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ''));
  return { ...rest, config: kept, secrets: trimmed(secrets) };
}

/** Refuses a channel that lacks a secret. */
export function requireSecrets(type: AlertChannelType, names: ReadonlySet<string>): void {
  const missing = channelFields[type].filter(({ name, secret, required }) => secret && required && !names.has(name));
  if (missing.length > 0) throw missingSecrets(missing, 'must be given');
}

/**
 * Refuses a change by which a stored secret would be sent to where its owner did not say: whoever may change a channel
 * could read it there.
 */
export function refuseMovedSecrets(
  type: AlertChannelType,
  { from, to, kept }: { from: Values; to: Values; kept: ReadonlySet<string> },
): void {
  const moved = channelFields[type].filter(
    ({ name, sentTo }) => sentTo !== undefined && kept.has(name) && (from[sentTo] ?? '') !== (to[sentTo] ?? ''),
  );
  if (moved.length > 0) throw missingSecrets(moved, 'must be given again, as it is to be sent to another place');
}

function missingSecrets(fields: readonly ChannelField[], detail: string): InvalidInputError {
  return new InvalidInputError(fields.map(({ name }) => ({ pointer: `/secrets/${name}`, detail })));
}

function faultsOfValues(values: Values, fields: readonly ChannelField[], secret: boolean): ProblemFault[] {
  const parent = secret ? '/secrets' : '/config';
  return Object.entries(values).flatMap(([name, text]) => {
    const field = fields.find((each) => each.name === name && each.secret === secret);
    const detail = field === undefined ? 'There is no such field.' : text === '' ? null : faultOfValue(field, text);
    return detail === null ? [] : [{ pointer: `${parent}/${escapePointer(name)}`, detail }];
  });
}

function trimmed(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim()]));
}
