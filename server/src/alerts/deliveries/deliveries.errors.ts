import { ConflictError, NotFoundError } from '../../common/domain-error.js';

export class DeliveryNotFoundError extends NotFoundError {
  constructor() {
    super('alert delivery');
  }
}

export class DeliveryNotOverError extends ConflictError {
  constructor() {
    super('DELIVERY_NOT_OVER', 'This delivery is still to be sent, or being sent.');
  }
}

export class DeliveryWithoutChannelError extends ConflictError {
  constructor() {
    super('CHANNEL_NOT_THERE', 'Its channel was deleted or is switched off.');
  }
}
