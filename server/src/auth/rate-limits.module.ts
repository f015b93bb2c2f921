import { Module } from '@nestjs/common';
import { RateCounter } from './rate-counter.js';

/** The counter that the throttler's guard and the access gate share. */
@Module({ providers: [RateCounter], exports: [RateCounter] })
export class RateLimitsModule {}
