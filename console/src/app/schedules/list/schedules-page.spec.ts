import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { aFire, aSchedule } from '../../testing/schedule-builders';
import { SchedulesPage } from './schedules-page';

const listed = 'GET /api/schedules';
const one = 'GET /api/schedules/schedule-1';
const stored = 'PUT /api/schedules/schedule-1';
const calendar = 'GET /api/schedules/calendar';

describe('schedules page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on(listed, { items: [aSchedule({ lastFire: aFire({ outcome: 'MISSED' }) })], nextCursor: null })
      .on(calendar, { items: [], truncated: false });
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(SchedulesPage, 'schedules', '/dashboard/schedules', user);
  const toggle = (): HTMLElement | null => document.querySelector('button[role="switch"]');
  const today = (hours: number): string => new Date(new Date().setHours(hours, 0, 0, 0)).toISOString();

  it('says what starts by itself, when next, and what became of the last time', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Patch night'));
    expect(harness.text).toMatch(/package-update · .*web.* At 02:30 on Sunday · Europe\/Berlin/);
    expect(harness.text).toContain('Missed: HyprBox was down');
    expect(harness.control('Patch night').getAttribute('href')).toBe('/dashboard/schedules/schedule-1');
  });

  it('says of one whose preset is retired that it starts nothing', async () => {
    server.on(listed, { items: [{ ...aSchedule(), presetRetired: true }], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Its preset is retired: nothing starts'));
  });

  it('pauses one by one click, or says why not', async () => {
    const rollout = { script: 'uptime', selector: { tagsAny: ['web'] } };
    // Changed since the list was read, which the server is to see.
    server.on(one, aSchedule({ rollout, version: 5 }));
    server.on(stored, aSchedule({ enabled: false, version: 6, nextAt: null }));
    const harness = await open();
    await server.until(() => expect(toggle()?.getAttribute('aria-checked')).toBe('true'));
    toggle()?.click();
    await server.until(() => expect(harness.text).toContain('Paused'));
    const body = server.calls(stored)[0]?.body;
    expect(body).toMatchObject({ name: 'Patch night', enabled: false, version: 4, cron: '30 2 * * 0', rollout });
    expect(body).not.toHaveProperty('words');
    server.on(listed, { items: [aSchedule({ enabled: false, nextAt: null })], nextCursor: null });
    server.on(stored, new Refusal(409, { title: 'Changed', detail: 'Read it again.' }));
    await server.until(() => expect(toggle()?.getAttribute('aria-disabled')).not.toBe('true'));
    toggle()?.click();
    await server.until(() => expect(harness.overlay).toContain('Patch night is as it was. Read it again.'));
  });

  it('is paused by nobody who only reads', async () => {
    await open(aUser({ role: 'VIEWER' }));
    await server.until(() => expect(toggle()?.getAttribute('aria-disabled')).toBe('true'));
  });

  it('shows the week from today on, and others on demand', async () => {
    const entry = { scheduleId: 'schedule-1', name: 'Patch night', rolloutId: null };
    server.on(calendar, {
      items: [
        { ...entry, at: today(2), outcome: 'MISSED' },
        { ...entry, at: today(23), outcome: null },
      ],
      truncated: false,
    });
    const harness = await open();
    const days = (): Element[] => [...harness.page.querySelectorAll('hb-schedule-calendar ol > li')];
    await server.until(() => expect(days()[0]?.textContent).toContain('02:00 – 23:00, 2 times'));
    expect(days()).toHaveLength(7);
    expect(days()[0]?.textContent).toContain('Missed: HyprBox was down');
    const [first] = server.calls(calendar);
    expect(Date.parse(first?.params.get('from') ?? '')).toBe(new Date().setHours(0, 0, 0, 0));
    harness.control('A week earlier').click();
    await server.until(() => expect(server.calls(calendar)).toHaveLength(2));
    expect(server.calls(calendar)[1]?.params.get('to')).toBe(first?.params.get('from'));
    await server.until(() => expect(harness.control('This week')).toBeDefined());
  });

  it('says that there is none, and why they could not be read', async () => {
    server.on(listed, { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing starts by itself'));
  });
});
