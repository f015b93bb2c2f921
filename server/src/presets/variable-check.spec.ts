import type { PresetVariable } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { checkVariables } from './variable-check.js';

type Fields = Partial<PresetVariable> & Pick<PresetVariable, 'type'>;

const variable = (fields: Fields): PresetVariable => ({
  name: 'x',
  label: 'X',
  description: '',
  required: false,
  default: null,
  ...fields,
});

const faultOf = (fields: Fields, value: unknown): string | undefined =>
  checkVariables([variable(fields)], { x: value }).faults[0]?.detail;

describe('the variables given for a preset', () => {
  const variables = [
    variable({ name: 'domain', type: 'string', required: true }),
    variable({ name: 'port', type: 'int', required: true, default: 80 }),
    variable({ name: 'note', type: 'string' }),
  ];

  it('get the defaults of those left out, and nothing for the rest', () => {
    expect(checkVariables(variables, { domain: 'a' })).toEqual({ values: { domain: 'a', port: 80 }, faults: [] });
  });

  it('are all named that are missing, unknown or invalid', () => {
    const given = { port: '80', 'a/b~c': 1, note: null };
    expect(checkVariables(variables, given).faults.map(({ pointer }) => pointer)).toEqual([
      '/variables/domain',
      '/variables/port',
      '/variables/note',
      '/variables/a~1b~0c',
    ]);
  });

  it('can not be taken from what every object inherits', () => {
    const inherited = [variable({ name: 'constructor', type: 'string', required: true })];
    expect(checkVariables(inherited, {}).faults).toEqual([
      { pointer: '/variables/constructor', detail: 'is required' },
    ]);
    const own: unknown = JSON.parse('{"__proto__": "a"}');
    expect(checkVariables([], Object(own)).faults).toMatchObject([{ pointer: '/variables/__proto__' }]);
  });
});

describe('a value', () => {
  it.each<[Fields, unknown]>([
    [{ type: 'string' }, ''],
    [{ type: 'string' }, 'two\nlines\t$(x) `y` \'"\\ ü 🙂'],
    [{ type: 'string', min: 2, max: 2 }, '🙂🙂'],
    [{ type: 'string', pattern: 'a|bc' }, 'bc'],
    [{ type: 'string', pattern: 'a+', max: 9000 }, 'a'.repeat(9000)],
    [{ type: 'int', min: -1, max: 1 }, -1],
    [{ type: 'boolean' }, false],
    [{ type: 'enum', options: ['a', 'b'] }, 'b'],
    [{ type: 'path' }, '/'],
    [{ type: 'path' }, '/srv/my files/'],
    [{ type: 'path', pattern: '/srv/.+' }, '/srv/a'],
    [{ type: 'secretRef' }, 'env:DB_PASSWORD'],
    [{ type: 'secretRef' }, 'file:/run/secrets/db'],
  ])('of %j may be %j', (fields, value) => {
    expect(checkVariables([variable(fields)], { x: value })).toEqual({ values: { x: value }, faults: [] });
  });

  it.each<[Fields, unknown, string]>([
    [{ type: 'string' }, 5, 'must be a string'],
    [{ type: 'string' }, null, 'must be a string'],
    [{ type: 'string' }, ['a'], 'must be a string'],
    [{ type: 'string' }, 'a\0b', 'NUL'],
    [{ type: 'string' }, 'a\ud800b', 'surrogate'],
    [{ type: 'string', min: 2 }, '🙂', 'at least 2 characters'],
    [{ type: 'string', max: 1 }, 'ab', 'at most 1 characters'],
    [{ type: 'string', pattern: 'a|bc' }, 'abc', 'must match the pattern'],
    [{ type: 'string', pattern: '[a-z]+' }, 'a\n', 'must match the pattern'],
    [{ type: 'string', pattern: '(a+)+' }, `${'a'.repeat(4000)}!`, 'must match the pattern'],
    [{ type: 'string', pattern: '(?:a|a)*b|(a*)*c' }, 'a'.repeat(4096), 'must match the pattern'],
    [{ type: 'string', pattern: 'a+' }, 'a'.repeat(4097), 'at most 4096 characters'],
    [{ type: 'string', pattern: 'a+', max: 9000 }, 'a'.repeat(9001), 'at most 9000 characters'],
    [{ type: 'path', pattern: '/.+' }, `/${'a'.repeat(4096)}`, 'at most 4096 characters'],
    [{ type: 'path' }, `/${'a'.repeat(4096)}`, 'at most 4096 characters'],
    [{ type: 'int' }, '5', 'must be an integer'],
    [{ type: 'int' }, 1.5, 'must be an integer'],
    [{ type: 'int' }, 2 ** 53, 'must be an integer'],
    [{ type: 'int', min: 1 }, 0, 'at least 1'],
    [{ type: 'int', max: 1 }, 2, 'at most 1'],
    [{ type: 'boolean' }, 'true', 'true or false'],
    [{ type: 'enum', options: ['a'] }, 'b', 'one of a'],
    [{ type: 'enum', options: ['a'] }, 1, 'must be a string'],
    [{ type: 'path' }, 'srv', 'absolute'],
    [{ type: 'path' }, '/srv/../etc', 'normalised'],
    [{ type: 'path' }, '/srv//a', 'normalised'],
    [{ type: 'path' }, '/srv\n/etc', 'control characters'],
    [{ type: 'secretRef' }, 'hunter2', 'env:NAME'],
    [{ type: 'secretRef' }, 'env:HYPRBOX_NODE_TOKEN', 'env:NAME'],
    [{ type: 'secretRef' }, 'env:__proto__', 'env:NAME'],
    [{ type: 'secretRef' }, 'file:secret', 'env:NAME'],
    [{ type: 'secretRef' }, 'file:/run/../etc/shadow', 'normalised'],
  ])('of %j may not be %j', (fields, value, detail) => {
    expect(faultOf(fields, value)).toContain(detail);
  });

  it('may have 64 KiB as UTF-8 and no more', () => {
    expect(faultOf({ type: 'string' }, 'ü'.repeat(32 * 1024))).toBeUndefined();
    expect(faultOf({ type: 'string' }, 'ü'.repeat(32 * 1024 + 1))).toContain('at most 65536 bytes');
  });
});
