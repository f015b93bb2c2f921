import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import type { Settings } from '@hyprbox/contracts';
import { defaultSettings } from '@hyprbox/contracts';
import { Drafts } from '../../core/session/drafts';
import { Session } from '../../core/session/session';
import { FleetThresholds } from '../../core/thresholds/thresholds';
import { aSummary, aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { FleetSettings } from './fleet-settings';

function open(user = aUser()): Promise<PageHarness> {
  return PageHarness.open(FleetSettings, 'settings', '/dashboard/settings', user);
}

async function opened(settings: Settings = defaultSettings): Promise<PageHarness> {
  const harness = await open();
  await harness.answer('/api/settings', settings);
  return harness;
}

function field(harness: PageHarness, name: string): HTMLInputElement {
  const input = harness.page.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (input === null) throw new Error(`No field ${name}`);
  return input;
}

async function fill(harness: PageHarness, name: string, value: string): Promise<void> {
  const input = field(harness, name);
  input.value = value;
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new Event('blur'));
  await harness.settle();
}

const saveable = (harness: PageHarness): boolean => harness.control('Save').getAttribute('aria-disabled') !== 'true';

describe('thresholds and retention', () => {
  it('hold their room while they are loading', async () => {
    const harness = await open();
    expect(harness.text).toContain('Loading the thresholds');
  });

  it('are told, as far as hosts are judged by them, to who may not manage them', async () => {
    const harness = await open(aUser({ role: 'VIEWER' }));
    await harness.answer('/api/nodes/summary', aSummary());
    expect(harness.text).toMatch(/CPU warning from 80 %, critical from 90 %/);
    expect(harness.text).toContain('Only admins change these');
    expect(harness.has('input, button')).toBe(false);
    expect(harness.pending('/api/settings')).toEqual([]);
  });

  it('say what went wrong and try again', async () => {
    const harness = await open();
    await harness.refuse('/api/settings', 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.press('Try again');
    await harness.answer('/api/settings', defaultSettings);
    expect(field(harness, 'cpu.warning').value).toBe('80');
  });

  it('say so when the role was taken away in the meantime', async () => {
    const harness = await open();
    await harness.refuse('/api/settings', 403, 'Ask an administrator.');
    await harness.says('Ask an administrator.');
    expect(() => harness.control('Try again')).toThrow();
  });

  it('are saved as far as they changed, and colour the console from then on', async () => {
    const harness = await opened();
    expect(saveable(harness)).toBe(false);
    await fill(harness, 'mem.warning', '70.5');
    await fill(harness, 'activityDays', '365');
    await harness.says('Not saved yet.');
    await harness.press('Save');
    const after: Settings = {
      ...defaultSettings,
      thresholds: { ...defaultSettings.thresholds, mem: { warning: 70.5, critical: 90 } },
      retention: { ...defaultSettings.retention, activityDays: 365 },
    };
    const { request } = await harness.answer('/api/settings', after, 'PATCH');
    expect(request.body).toEqual({
      thresholds: { mem: { warning: 70.5, critical: 90 } },
      retention: { activityDays: 365 },
    });
    await harness.says('Saved.');
    expect(saveable(harness)).toBe(false);
    expect(TestBed.inject(FleetThresholds).levelOf('mem', 75)).toBe('warning');
  });

  it.each([
    ['cpu.warning', '90', 'Must be below critical.'],
    ['cpu.critical', '80', 'Must be below critical.'],
    ['disk.critical', '101', 'From 0 to 100.'],
    ['disk.warning', '', 'From 0 to 100.'],
    ['samplesDays', '91', 'A whole number from 1 to 90.'],
    ['outputDays', '0', 'A whole number from 1 to 3660.'],
    ['rollup1mDays', '1.5', 'A whole number from 1 to 400.'],
  ])('are not sent with %s at “%s”', async (name, value, words) => {
    const harness = await opened();
    await fill(harness, name, value);
    await harness.press('Save');
    await harness.says(words);
    expect(harness.pending('/api/settings')).toEqual([]);
  });

  it('are judged by the change of either of two thresholds', async () => {
    const harness = await opened();
    await fill(harness, 'cpu.warning', '95');
    await harness.says('Must be below critical.');
    await fill(harness, 'cpu.critical', '99');
    await harness.until(() => !harness.text.includes('Must be below critical.'));
  });

  it('ask before history is deleted', async () => {
    const harness = await opened();
    await fill(harness, 'outputDays', '30');
    await harness.press('Save');
    await harness.until(() => harness.overlay.includes('deleted for good: output of jobs'));
    expect(harness.pending('/api/settings')).toEqual([]);
    await harness.press('Save and delete');
    await harness.until(() => harness.overlay === '');
    const { request } = await harness.answer('/api/settings', defaultSettings, 'PATCH');
    expect(request.body).toEqual({ retention: { outputDays: 30 } });
  });

  it('say why they were not saved, and keep what was typed', async () => {
    const harness = await opened();
    await fill(harness, 'cpu.warning', '70');
    await harness.press('Save');
    await harness.refuse('/api/settings', 503, 'The database is away.', {}, 'PATCH');
    await harness.says('Not saved: The database is away.');
    expect(field(harness, 'cpu.warning').value).toBe('70');
    expect(saveable(harness)).toBe(true);
  });

  it('go back to what is in force', async () => {
    const harness = await opened();
    await fill(harness, 'cpu.warning', '70');
    await harness.press('Undo changes');
    expect(field(harness, 'cpu.warning').value).toBe('80');
    expect(saveable(harness)).toBe(false);
  });

  it('are still as typed after the session ended, and only where they were', async () => {
    const harness = await opened();
    const dialogsClosed = vi.spyOn(TestBed.inject(MatDialog), 'closeAll');
    await fill(harness, 'cpu.warning', '70');
    await harness.press('Save');
    await harness.refuse('/api/settings', 401, 'Sign in first.', {}, 'PATCH');
    await harness.until(() => harness.url === '/login?next=%2Fdashboard%2Fsettings');
    await harness.until(() => dialogsClosed.mock.calls.length > 0);
    // The login route of the harness shows the same page, for whoever signed in again.
    harness.pending('/api/settings');
    const loaded = TestBed.inject(Session).signIn({ email: 'mkeller@example.net', password: 'right' });
    await harness.answer('/api/auth/login', { user: aUser(), token: 'jwt', expiresAt: '' }, 'POST');
    await loaded;
    await TestBed.inject(Router).navigateByUrl('/dashboard/settings');
    await harness.settle();
    const changed = {
      ...defaultSettings,
      thresholds: { ...defaultSettings.thresholds, mem: { warning: 1, critical: 2 } },
    };
    await harness.answer('/api/settings', changed);
    expect(field(harness, 'cpu.warning').value).toBe('70');
    expect(field(harness, 'mem.warning').value).toBe('1');
    await harness.says('Not saved yet.');
  });

  it('are forgotten by who leaves the page', async () => {
    const harness = await opened();
    await fill(harness, 'cpu.warning', '70');
    expect(TestBed.inject(Drafts).find('settings/fleet')).toEqual({ 'thresholds.cpu.warning': 70 });
    await TestBed.inject(Router).navigateByUrl('/elsewhere');
    await harness.settle();
    expect(TestBed.inject(Drafts).find('settings/fleet')).toBeUndefined();
  });
});
