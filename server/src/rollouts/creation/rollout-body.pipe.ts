import { Injectable, type PipeTransform } from '@nestjs/common';
import type { CreateRollout } from '@hyprbox/contracts';
import { createRolloutSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../../common/domain-error.js';
import { readerOf } from '../../http/body-of.js';
import { rolloutFaults } from './rollout-faults.js';

const read = readerOf(createRolloutSchema);

/** Reads what a rollout is asked to do. */
@Injectable()
export class RolloutBody implements PipeTransform<unknown, CreateRollout> {
  transform(body: unknown): CreateRollout {
    const fields = read(body);
    const faults = rolloutFaults(fields);
    if (faults.length > 0) throw new InvalidInputError(faults);
    return fields;
  }
}
