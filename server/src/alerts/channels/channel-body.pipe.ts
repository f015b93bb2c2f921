import { Injectable, type PipeTransform } from '@nestjs/common';
import { alertChannelFieldsSchema } from '@hyprbox/contracts/schemas';
import { readerOf } from '../../http/body-of.js';
import { readChannel, requireSecrets, type ChannelValues } from './channel-values.js';

const read = readerOf(alertChannelFieldsSchema);

/** Reads a channel that is changed: secrets that are left out may be stored. */
@Injectable()
export class ChannelBody implements PipeTransform<unknown, ChannelValues> {
  transform(body: unknown): ChannelValues {
    return readChannel(read(body));
  }
}

/** Reads a new channel, which has to bring what it needs. */
@Injectable()
export class NewChannelBody implements PipeTransform<unknown, ChannelValues> {
  transform(body: unknown): ChannelValues {
    const values = readChannel(read(body));
    requireSecrets(values.type, new Set(Object.keys(values.secrets).filter((name) => values.secrets[name] !== '')));
    return values;
  }
}
