import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** The time, injected where a rule depends on it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** New ids: UUIDv7 (RFC 9562), which sort by the time they were made. */
@Injectable()
export class Ids {
  next(): string {
    return v7();
  }
}
