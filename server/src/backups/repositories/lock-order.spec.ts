import { describe, expect, it } from 'vitest';
import { mayBegin, type LockRequest } from './lock-order.js';

/** `b` shares, `P` is alone; `!` runs, `?` is absent. */
const requests = (text: string): LockRequest[] =>
  text.split(' ').map((word, index) => ({
    id: String(index),
    exclusive: word.startsWith('P'),
    running: word.endsWith('!'),
    absent: word.endsWith('?'),
  }));

describe('the lock of a repository', () => {
  it.each([
    ['b b b', '0 1 2', 'backups run together'],
    ['P', '0', 'a prune runs'],
    ['P P', '0', 'one prune at a time'],
    ['b! P', '', 'a prune waits for a backup that runs'],
    ['b! b', '1', 'a backup joins another'],
    ['P! b b', '', 'backups wait for a prune'],
    ['b P b', '0', 'a backup does not overtake a prune that waits'],
    ['b! P b', '', 'nor when an older one runs'],
    ['b! b? P b', '', 'an absent node is nobody to wait for, but who runs is'],
    ['b? P b', '1', 'a prune overtakes a backup whose node is away'],
    ['P? b b', '1 2', 'backups overtake a prune whose node is away'],
    ['b? b?', '0 1', 'those of absent nodes may begin when they are back'],
    ['P? P?', '0', 'of these, too, one is alone'],
  ])('%s: %s (%s)', (given, expected) => {
    expect([...mayBegin(requests(given))].join(' ')).toBe(expected);
  });
});
