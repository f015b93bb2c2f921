import { alertLimits } from '@hyprbox/contracts';
import { ConflictError, NotFoundError } from '../../common/domain-error.js';

export class ChannelNotFoundError extends NotFoundError {
  constructor() {
    super('alert channel');
  }
}

export class ChannelNameTakenError extends ConflictError {
  constructor() {
    super('CHANNEL_NAME_TAKEN', 'Another channel has this name.');
  }
}

export class ChannelInUseError extends ConflictError {
  constructor(route: string) {
    super('CHANNEL_IN_USE', `The route "${route}" leads to the channel. Take it out of the route first.`);
  }
}

export class TooManyChannelsError extends ConflictError {
  constructor() {
    super('TOO_MANY_CHANNELS', `There are ${alertLimits.channels} channels, and no more can be made.`);
  }
}

/** What a channel needs cannot be read here; its message says what to do and nothing of the secret. */
export class UnreadableSecretError extends Error {
  constructor(name: string, reason: 'KEY_UNKNOWN' | 'CHANGED') {
    super(
      reason === 'KEY_UNKNOWN'
        ? `The secret "${name}" was sealed with a key that this server does not have. Give it that key in ` +
            'HYPRBOX_SECRETS_KEY, the same on every replica, or enter the secret anew in the channel.'
        : `The secret "${name}" was changed in the database and can't be opened. Enter it anew in the channel.`,
    );
  }
}
