import { scriptControl, scriptOf } from './script-form';

describe('a script of one’s own', () => {
  it('ends its last line', () => expect([scriptOf('uptime'), scriptOf('uptime\n')]).toEqual(['uptime\n', 'uptime\n']));

  it('is something, and not too long', () => {
    const control = scriptControl();
    const faultOf = (value: string): unknown => {
      control.setValue(value);
      return control.getError('fault');
    };
    expect([faultOf(' \n'), faultOf('uptime')]).toEqual(['Write what is to be run.', null]);
    expect(faultOf('é'.repeat(1024 * 1024))).toContain('at most');
  });
});
