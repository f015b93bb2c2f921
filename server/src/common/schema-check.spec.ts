import { Type } from '@hyprbox/contracts/schemas';
import { describe, expect, it } from 'vitest';
import { faultsIn, fieldChecks } from './schema-check.js';

describe('the faults of a body', () => {
  it('name fields by their JSON Pointers, whatever is in their names', () => {
    const fields = fieldChecks(Type.Object({ name: Type.String({ fault: 'must be a text' }) }));
    expect(faultsIn({ name: 1, 'a/b': 1, 'c~d': 1 }, fields)).toEqual([
      { pointer: '/a~1b', detail: 'There is no such field.' },
      { pointer: '/c~0d', detail: 'There is no such field.' },
      { pointer: '/name', detail: 'must be a text' },
    ]);
  });
});
