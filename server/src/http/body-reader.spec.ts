import { nullable } from '@hyprbox/contracts/schemas';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../common/domain-error.js';
import { bodyReader } from './body-reader.js';

const text = { type: 'string', fault: 'must be a text' };
const item = {
  type: 'object',
  properties: { name: text },
  required: ['name'],
  additionalProperties: false,
  fault: 'must be an object',
};
const schema = {
  type: 'object',
  properties: {
    short: { type: 'string', maxLength: 3, fault: { type: 'must be a text', maxLength: 'is too long' } },
    even: { type: 'string', pattern: '^[0-9]+$', format: 'even', fault: 'must be a number as text' },
    items: { type: 'array', maxItems: 2, items: item, fault: { type: 'must be a list', maxItems: 'are too many' } },
    sometimes: nullable(item),
    labels: {
      type: 'object',
      propertyNames: { pattern: '^[a-z/]+$', fault: 'is a bad name' },
      additionalProperties: text,
      fault: 'must be an object',
    },
  },
  required: ['short'],
  additionalProperties: false,
};
const even = (digits: string): boolean | string => {
  if (digits === '13') return 'is unlucky';
  return Number(digits) % 2 === 0;
};
const read = bodyReader(schema, { even });

function faultsOf(body: unknown, reader: (body: unknown) => unknown = read): string[] {
  try {
    reader(body);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.faults.map(({ pointer, detail }) => `${pointer} ${detail}`);
  }
}

describe('a body that people send', () => {
  it('is given back as it is if it fits', () => {
    const body = { short: 'abc', even: '12', items: [{ name: 'x' }], sometimes: null, labels: { 'a/b': 'c' } };
    expect(read(body)).toBe(body);
  });

  it.each<[object, string[]]>([
    [{ short: 1 }, ['/short must be a text']],
    [{ short: 'abcd' }, ['/short is too long']],
    [{ even: 'x' }, ['/even must be a number as text']],
    [{ even: '11' }, ['/even must be a number as text']],
    [{ even: '13' }, ['/even is unlucky']],
    [{ even: 13 }, ['/even must be a number as text']],
    [{ items: 'x' }, ['/items must be a list']],
    [{ items: [{ name: 'x' }, 3, {}] }, ['/items are too many']],
    [{ items: [3, {}] }, ['/items/0 must be an object', '/items/1/name is required']],
    [{ items: [{ name: null }] }, ['/items/0/name must be a text']],
    [{ sometimes: 3 }, ['/sometimes must be an object']],
    [{ sometimes: { name: 3, b: 1 } }, ['/sometimes/b There is no such field.', '/sometimes/name must be a text']],
    [{ labels: { B: 3 } }, ['/labels/B is a bad name']],
    [{ labels: { 'a/b': 3 } }, ['/labels/a~1b must be a text']],
    [{ 'a~b': 1, constructor: 2 }, ['/a~0b There is no such field.', '/constructor There is no such field.']],
  ])('%j is told %j', (fields, faults) => {
    expect(faultsOf({ short: 'abc', ...fields })).toEqual(faults);
  });

  it('that is not there is told what is required', () => {
    expect(faultsOf(undefined)).toEqual(['/short is required']);
  });

  it('is told what its fields are wrong in together, beside what is wrong in one', () => {
    const together = bodyReader(schema, { even }, ({ even: given }) =>
      given === undefined ? [{ pointer: '/even', detail: 'is missed' }] : [],
    );
    expect(faultsOf({ short: 'abc' }, together)).toEqual(['/even is missed']);
    expect(faultsOf({ short: 3 }, together)).toEqual(['/short must be a text', '/even is missed']);
    expect(faultsOf({ short: 'abc', even: '2' }, together)).toEqual([]);
  });
});
