import {
  alertChannelFieldsSchema,
  alertRouteSchema,
  nullable,
  oneOf,
  selectRequestSchema,
} from '@hyprbox/contracts/schemas';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../common/domain-error.js';
import { bodyOf, faultsBy } from './body-check.js';

const channel = { name: 'Ops', type: 'NTFY', config: { topic: 'ops' }, sendResolved: true, enabled: true };
const argument = { type: 'body' } as const;

describe('a body that is checked by its schema', () => {
  it('is taken as it is', () => {
    expect(bodyOf(alertChannelFieldsSchema).transform(channel, argument)).toBe(channel);
  });

  it.each([
    ['no object', [], '', 'must be an object'],
    ['nothing', undefined, '', 'must be an object'],
    ['a missing field', { ...channel, name: undefined }, '/name', 'must be given'],
    ['an unknown field', { ...channel, 'a/b': 1 }, '/a~1b', 'There is no such field.'],
    ['a wrong field', { ...channel, enabled: 'yes' }, '/enabled', 'must be true or false'],
    ['a wrong value deep down', { ...channel, config: { 'a/b': 1 } }, '/config/a~1b', expect.stringContaining('text')],
    ['a value that fits in no way', { ...channel, name: '' }, '/name', expect.stringContaining('1 to 100')],
  ])('is refused for %s', (_, body, pointer, detail) => {
    expect(faultsBy(alertChannelFieldsSchema)(body)).toEqual([{ pointer, detail }]);
  });

  it('is told each fault once, in every place', () => {
    const faults = faultsBy(alertRouteSchema)({
      name: 'a',
      match: { severities: ['BAD'], selector: {} },
      groupBy: [],
      waitSeconds: -1.5,
      intervalSeconds: 300,
      repeatSeconds: 14_400,
      steps: [{ afterSeconds: 0, channelIds: ['x'] }],
    });
    expect(faults).toEqual([
      { pointer: '/match/severities/0', detail: 'must be one of WARNING, CRITICAL' },
      { pointer: '/match/selector', detail: expect.stringMatching(/^must be {"all":true}, or name/) },
      { pointer: '/waitSeconds', detail: 'must be a whole number of seconds from 0 to 3600' },
      { pointer: '/steps/0/channelIds/0', detail: 'must be an id' },
    ]);
  });

  it('is told what all alternatives are, and not each by itself', () => {
    const schema = nullable(oneOf(['A'], { fault: 'must be A' }), { fault: 'must be A or null' });
    expect(faultsBy(schema)('x')).toEqual([{ pointer: '', detail: 'must be A or null' }]);
  });

  it('is refused as one problem', () => {
    expect(() => bodyOf(selectRequestSchema).transform({ selector: { all: false } }, argument)).toThrow(
      InvalidInputError,
    );
  });
});
