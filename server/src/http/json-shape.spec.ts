import { describe, expect, it } from 'vitest';
import { shapeFault } from './json-shape.js';

const shape = { depth: 3, fieldsOfOne: 2, values: 8 };

describe('the shape of a JSON text', () => {
  it.each([
    '{"a":1,"b":2}',
    '{"a":{"b":{"c":1}}}',
    '{"a":{"b":1,"c":2},"d":{"e":1}}',
    '[[1],[2],[3]]',
    // What stands in a string is no structure, whatever its quotes look like.
    String.raw`{"a":"{[,:\"{[,:\\","b":"\\\""}`,
    '',
  ])('may be %s', (text) => {
    expect(shapeFault(text, shape)).toBeNull();
  });

  it.each([
    ['[[[[', 'is nested more than 3 levels deep'],
    ['{"a":[{"b":[]}]}', 'is nested more than 3 levels deep'],
    ['{"a":1,"b":2,"c":3}', 'has an object of more than 2 fields'],
    ['[{"a":1,"b":2},{"a":1,"b":2,"c":3}]', 'has an object of more than 2 fields'],
    ['[1,2,3,4,5,6,7,8,9]', 'holds more than 8 values'],
    ['[{},{},{},{},{},{},{},{},{}]', 'holds more than 8 values'],
  ])('may not be %s', (text, fault) => {
    expect(shapeFault(text, shape)).toBe(fault);
  });

  it('is not misread where the text is no JSON', () => {
    expect(shapeFault('{"a', shape)).toBeNull();
    expect(shapeFault(String.raw`"\\\\\\\"`, shape)).toBeNull();
    expect(shapeFault(']]]]}}}}', shape)).toBeNull();
  });
});
