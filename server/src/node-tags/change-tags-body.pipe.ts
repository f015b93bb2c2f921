import { Injectable, type PipeTransform } from '@nestjs/common';
import type { ChangeTags, ProblemFault } from '@hyprbox/contracts';
import { changeTagsSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../common/domain-error.js';
import { readerOf } from '../http/body-of.js';
import { selectorFaults } from '../selectors/selector-fault.js';

const read = readerOf(changeTagsSchema);

/** Reads which hosts get and lose which tags: at least one of them, and none both. */
@Injectable()
export class ChangeTagsBody implements PipeTransform<unknown, ChangeTags> {
  transform(body: unknown): ChangeTags {
    const change = read(body);
    const faults = [...selectorFaults(change.selector, '/selector'), ...tagFaults(change)];
    if (faults.length > 0) throw new InvalidInputError(faults);
    return change;
  }
}

function tagFaults({ add, remove }: ChangeTags): ProblemFault[] {
  if (!add && !remove) return [{ pointer: '/add', detail: 'must be given, or remove: there is nothing to change' }];
  return (remove ?? []).flatMap((tag, index) =>
    add?.includes(tag) ? [{ pointer: `/remove/${index}`, detail: 'is also to be added' }] : [],
  );
}
