import type { CreateRollout } from '@hyprbox/contracts';
import { optionAt, optionsOf, rolloutOptionsForm } from './rollout-options-form';
import { usualOf, usualWaves, wavesForm } from './waves-form';

describe('the options of a rollout', () => {
  it('are those that the server takes where nothing is said', () => {
    expect(optionsOf(rolloutOptionsForm())).toEqual({
      waves: [{ size: '1' }, { size: '10%' }, { size: '100%' }],
      budget: '10%',
      whenOffline: 'WAIT',
      waitSeconds: 86_400,
      timeoutSeconds: 3_600,
    });
  });

  it('are the same again when nothing was changed', () => {
    const given: Partial<CreateRollout> = {
      waves: [{ size: '5', soakSeconds: 90 }, { size: '100%' }],
      budget: 7,
      whenOffline: 'SKIP',
      timeoutSeconds: 90,
      gates: { heartbeat: true, noNewCritical: true, confirm: true, checkPreset: 'smoke' },
      windowId: '01900000-0000-7000-8000-000000000002',
      duringMaintenance: true,
    };
    expect(optionsOf(rolloutOptionsForm(given))).toEqual(given);
  });

  it.each(['0', '0%', '101%', '-1', '1.5', 'some', ''])('refuse a budget of %j', (budget) => {
    const form = rolloutOptionsForm();
    form.patchValue({ budget });
    expect([optionsOf(form), form.controls.budget.getError('fault')]).toEqual([
      null,
      expect.stringContaining('number of hosts'),
    ]);
  });

  it('ask for how long only where a host is waited for', () => {
    const form = rolloutOptionsForm();
    form.patchValue({ wait: 'soon' });
    expect(optionsOf(form)).toBeNull();
    form.patchValue({ whenOffline: 'FAIL' });
    expect(optionsOf(form)).toMatchObject({ whenOffline: 'FAIL' });
    expect(optionsOf(form)).not.toHaveProperty('waitSeconds');
  });

  it('have a field for what the server points at', () => {
    const form = rolloutOptionsForm();
    expect(optionAt(form, '/waves/1/size')).toBe(form.controls.waves.controls[1]?.controls.size);
    expect(optionAt(form, '/waves/0/soakSeconds')).toBe(form.controls.waves.controls[0]?.controls.soak);
    expect(optionAt(form, '/gates/checkPreset')).toBe(form.controls.checkPreset);
    expect(optionAt(form, '/budget')).toBe(form.controls.budget);
    expect(optionAt(form, '/preset')).toBeNull();
  });
});

describe('waves', () => {
  it.each(['tenth', 'canary', 'atOnce'] as const)('are known to be %s', (name) => {
    expect(usualOf(wavesForm(usualWaves[name].sizes.map((size) => ({ size, soakSeconds: 5 }))))).toBe(name);
  });

  it('of one’s own are none of the usual', () => expect(usualOf(wavesForm([{ size: '7' }]))).toBeNull());

  it.each(['0', '101%', 'all', '100000'])('refuse a size of %j', (size) => {
    expect(wavesForm([{ size }]).valid).toBe(false);
  });
});
