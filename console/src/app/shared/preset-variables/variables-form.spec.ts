import type { PresetVariable } from '@hyprbox/contracts';
import { typedVariableFault } from './variable-fault';
import { formValues, showFaults, variablesForm } from './variables-form';

const variable = (change: Partial<PresetVariable> = {}): PresetVariable => ({
  name: 'v',
  type: 'string',
  label: 'V',
  description: '',
  required: false,
  default: null,
  ...change,
});

describe('typedVariableFault', () => {
  it.each<[string, Partial<PresetVariable>, string, string | null]>([
    ['an empty optional field', {}, '', null],
    ['an empty required field', { required: true }, '', 'is required'],
    ['text with lines', {}, 'one\ntwo', null],
    ['NUL', {}, 'a\0b', 'NUL'],
    ['the whole pattern', { pattern: 'a|b' }, 'b', null],
    ['a part of the pattern only', { pattern: 'a|b' }, 'xb', 'must match the pattern a|b'],
    ['text too short', { min: 3 }, 'ab', 'at least 3'],
    ['text counted in characters, not in code units', { max: 2 }, '👍👍', null],
    ['text too long', { max: 2 }, 'abc', 'at most 2'],
    ['an integer', { type: 'int', min: 1, max: 64 }, '64', null],
    ['an integer too large', { type: 'int', max: 64 }, '65', 'at most 64'],
    ['an integer too small', { type: 'int', min: 1 }, '-1', 'at least 1'],
    ['a fraction', { type: 'int' }, '1.5', 'integer'],
    ['an exponent', { type: 'int' }, '1e3', 'integer'],
    ['an integer that no double holds', { type: 'int' }, '9007199254740993', 'integer'],
    ['an option', { type: 'enum', options: ['a', 'b'] }, 'b', null],
    ['what is no option', { type: 'enum', options: ['a', 'b'] }, 'c', 'one of a, b'],
    ['a path', { type: 'path' }, '/srv/www', null],
    ['a relative path', { type: 'path' }, 'srv', 'absolute'],
    ['a path that climbs', { type: 'path' }, '/srv/../etc', 'normalised'],
    ['a path with a line feed', { type: 'path' }, '/srv\n', 'control'],
    ['a secret in the environment', { type: 'secretRef' }, 'env:TOKEN', null],
    ['a secret in a file', { type: 'secretRef' }, 'file:/etc/key', null],
    ['a secret itself', { type: 'secretRef' }, 'hunter2', 'env:NAME'],
    ['a secret of the agent', { type: 'secretRef' }, 'env:HYPRBOX_NODE_TOKEN', 'env:NAME'],
    ['a secret in a file that climbs', { type: 'secretRef' }, 'file:/etc/../key', 'normalised'],
  ])('judges %s', (_what, change, typed, fault) => {
    const found = typedVariableFault(variable(change), typed);
    if (fault === null) expect(found).toBeNull();
    else expect(found).toContain(fault);
  });
});

describe('variablesForm', () => {
  const variables = [
    variable({ name: 'text', default: 'preset' }),
    variable({ name: 'count', type: 'int', default: 4 }),
    variable({ name: 'flag', type: 'boolean', default: true }),
    variable({ name: 'nothing' }),
  ];

  it('begins with the defaults, and sends what they say in their types', () => {
    const form = variablesForm(variables);
    expect(form.getRawValue()).toEqual({ text: 'preset', count: '4', flag: true, nothing: '' });
    expect(formValues(variables, form.getRawValue())).toEqual({ text: 'preset', count: 4, flag: true });
  });

  it('begins with given values instead, without those that are no variable', () => {
    const form = variablesForm(variables, { text: 'x', flag: false, gone: 1 });
    expect(form.getRawValue()).toEqual({ text: 'x', count: '4', flag: false, nothing: '' });
  });

  it('sends a string that was emptied on purpose, and leaves out other empty fields', () => {
    expect(formValues(variables, { text: '', count: '', flag: false, nothing: '' })).toEqual({ text: '', flag: false });
  });

  it('shows the server’s faults at their fields until they are changed', () => {
    const form = variablesForm(variables);
    const rest = showFaults(form, [
      { pointer: '/variables/text', detail: 'is taken' },
      { pointer: '/variables', detail: 'make a script too long' },
    ]);
    expect(form.controls['text']?.getError('fault')).toBe('is taken');
    expect(rest.map(({ pointer }) => pointer)).toEqual(['/variables']);
    form.controls['text']?.setValue('free');
    expect(form.valid).toBe(true);
  });
});
