import { TestBed } from '@angular/core/testing';
import type { Job } from '@hyprbox/contracts';
import { LiveSources } from '../core/live/live-sources';
import { SingleKeys } from '../core/shortcuts/single-keys';
import { aJob, aUser } from '../testing/builders';
import { eventually } from '../testing/eventually';
import { PageHarness } from '../testing/page-harness';
import { aPreset } from '../testing/preset-builders';
import { JobPage } from './job-page';
import { FakeTerminal } from '../shared/output/fake-terminal';
import { loadTerminal } from '../shared/output/terminal-loader';

function aFullJob(change: Partial<Job> = {}): Job {
  const running = aJob({ status: 'RUNNING', exitCode: null, startedAt: '2026-01-02T03:04:05.019Z' });
  return { ...running, variables: { unit: 'nginx' }, script: 'echo hi', stdout: '', stderr: '', ...change };
}

describe('job page', () => {
  let terminal: FakeTerminal;

  beforeEach(() => {
    terminal = new FakeTerminal();
  });

  async function open(user = aUser()): Promise<PageHarness> {
    TestBed.configureTestingModule({ providers: [{ provide: loadTerminal, useValue: terminal.load }] });
    return PageHarness.open(JobPage, 'jobs/:jobId', '/dashboard/jobs/job-1', user);
  }

  async function answer(harness: PageHarness, job: Job): Promise<void> {
    await eventually(() => {
      const [call] = harness.pending('/api/jobs/job-1');
      expect(call).toBeDefined();
      call?.flush(job);
    });
  }

  async function show(job: Job, user = aUser()): Promise<PageHarness> {
    const harness = await open(user);
    await answer(harness, job);
    await eventually(() => expect(harness.streams.opened).toHaveLength(1));
    harness.streams.latest.open();
    return harness;
  }

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the job');
  });

  it('leads to the rollout that it is part of, and does not run a script of one’s own again', async () => {
    const harness = await show(aFullJob({ rolloutId: 'rollout-1', preset: '(script)', presetVersion: 0 }));
    await eventually(() => expect(harness.text).toContain('Own script'));
    expect(harness.control('Part of one').getAttribute('href')).toBe('/dashboard/rollouts/rollout-1');
    expect(() => harness.control('Run again')).toThrow();
  });

  it('leads to what has become of its preset since, where that has another version by now', async () => {
    const harness = await show(aFullJob({ preset: 'restart-service', presetVersion: 1 }));
    await eventually(() => {
      const [call] = harness.pending('/api/presets/restart-service');
      expect(call).toBeDefined();
      call?.flush(aPreset({ name: 'restart-service', version: 3 }));
    });
    await eventually(() => expect(harness.text).toContain('Compare with the current version'));
    expect(harness.control('Compare with the current version').getAttribute('href')).toBe(
      '/dashboard/presets/restart-service/diff?from=1&to=3',
    );
    expect(harness.text).not.toContain('Test');
  });

  it('leads nowhere where that is the current version still', async () => {
    const harness = await show(aFullJob({ preset: 'restart-service', presetVersion: 3 }));
    await eventually(() => {
      const [call] = harness.pending('/api/presets/restart-service');
      expect(call).toBeDefined();
      call?.flush(aPreset({ name: 'restart-service', version: 3 }));
    });
    await eventually(() => expect(harness.text).toContain('v3'));
    expect(harness.text).not.toContain('Compare');
  });

  it('says that it tried a draft, which is not run again from here', async () => {
    const harness = await show(aFullJob({ preset: 'shop', presetVersion: 0, isTest: true }));
    await eventually(() => expect(harness.text).toContain('shop Test A draft, not a version.'));
    expect(harness.control('shop').getAttribute('href')).toBe('/dashboard/presets/shop');
    expect(() => harness.control('Run again')).toThrow();
    expect(harness.pending('/api/presets/shop')).toEqual([]);
  });

  it('says that there is no such job', async () => {
    const harness = await open();
    await eventually(() => {
      const [call] = harness.pending('/api/jobs/job-1');
      expect(call).toBeDefined();
      call?.flush({ title: 'There is no such job', status: 404 }, { status: 404, statusText: 'x' });
    });
    await eventually(() => expect(harness.text).toContain('There is no such job'));
    expect(harness.streams.opened).toHaveLength(0);
  });

  it.each([
    [503, 'The database is away', true],
    [403, 'You may not do this', false],
  ])('says what went wrong (%i), and tries again where that can help', async (status, title, retry) => {
    const harness = await open();
    await eventually(() => {
      const [call] = harness.pending('/api/jobs/job-1');
      expect(call).toBeDefined();
      call?.flush({ title, status }, { status, statusText: 'x' });
    });
    await eventually(() => expect(harness.text).toContain(title));
    if (!retry) {
      expect(() => harness.control('Try again')).toThrow();
      return;
    }
    harness.control('Try again').click();
    await answer(harness, aFullJob());
    await eventually(() => expect(harness.text).toContain('Running'));
  });

  it('shows where, what, by whom and with which values', async () => {
    const harness = await show(aFullJob());
    for (const words of ['Running', 'web-1', 'restart-service', 'M. Keller', '10 min', 'unit', 'nginx', '19 ms']) {
      expect(harness.text).toContain(words);
    }
    expect(harness.control('Run again').getAttribute('href')).toBe(
      '/dashboard/deploys/restart-service?node=web-1&from=job-1',
    );
  });

  it('follows the output, and shows dropped bytes as a line', async () => {
    const harness = await show(aFullJob());
    expect(harness.streams.latest.url).toBe('/api/jobs/job-1/stream');
    harness.streams.latest.send('stdout', { offset: 0, data: 'one\n' });
    harness.streams.latest.send('stderr', { offset: 0, data: '\x1b]0;title\x07oops\n' });
    harness.streams.latest.send('stdout', { offset: 5_004, data: 'two\n' });
    await eventually(() =>
      expect(terminal.lines).toEqual(['one', 'oops', '5.0 KB of stdout dropped here: only the newest is kept', 'two']),
    );
    expect(harness.text).toContain('5.0 KB dropped');
  });

  it('shows one stream alone', async () => {
    const harness = await show(aFullJob());
    harness.streams.latest.send('stdout', { offset: 0, data: 'one\n' });
    harness.streams.latest.send('stderr', { offset: 0, data: 'oops\n' });
    await eventually(() => expect(terminal.lines).toHaveLength(2));
    [...harness.page.querySelectorAll<HTMLElement>('mat-button-toggle button')]
      .find((button) => button.textContent?.includes('stderr'))
      ?.click();
    await eventually(() => expect(terminal.lines).toEqual(['oops']));
  });

  it('finds text in the output, counts the matches, and gives the focus back', async () => {
    const harness = await show(aFullJob());
    harness.streams.latest.send('stdout', { offset: 0, data: 'one error\ntwo\nthree errors\n' });
    await eventually(() => expect(terminal.lines).toHaveLength(3));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true }));
    let field: HTMLInputElement | null = null;
    await eventually(() => {
      field = harness.page.querySelector('input[aria-label="Find in the output"]');
      expect(field).not.toBeNull();
    });
    const find = (text: string): void => {
      if (field !== null) field.value = text;
      field?.dispatchEvent(new Event('input'));
    };
    find('error');
    await eventually(() => expect(harness.text).toContain('2 of 2'));
    find('nowhere');
    await eventually(() => expect(harness.text).toContain('None'));
    (field as HTMLInputElement | null)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await eventually(() => expect(harness.has('hb-find-bar')).toBe(false));
    expect(terminal.focused).toBe(true);
  });

  it('finds text also in lines that are not shown any more, and says where', async () => {
    const harness = await show(aFullJob());
    const lines = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');
    let offset = 0;
    const sent = [lines(1, 6_000), lines(6_000, 12_000), lines(12_000, 18_000)];
    for (const data of sent) {
      harness.streams.latest.send('stdout', { offset, data });
      offset += data.length;
    }
    await eventually(() => expect(terminal.lines.at(-1)).toBe('line 17999'));
    await eventually(() => expect(harness.text).toContain('Following the end'));
    harness.control('Download').focus();
    harness
      .control('Download')
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true, cancelable: true }));
    const find = async (text: string): Promise<void> => {
      await eventually(() => {
        const field = harness.page.querySelector<HTMLInputElement>('input[aria-label="Find in the output"]');
        if (field === null) throw new Error('The search is not there yet.');
        field.value = text;
        field.dispatchEvent(new Event('input'));
      });
    };
    const store = async (): Promise<void> => {
      await eventually(() => {
        const calls = ['stdout', 'stderr'].flatMap((stream) => harness.pending(`/api/jobs/job-1/output/${stream}`));
        expect(calls).toHaveLength(2);
        const [stdout, stderr] = calls;
        stdout?.flush(new TextEncoder().encode(sent.join('')).buffer);
        stderr?.flush(new ArrayBuffer(0));
      });
    };
    await find('line 4711\n'.trim());
    await store();
    await eventually(() => expect(harness.text).toContain('1 of 1'));
    expect(harness.text).toContain('stdout, line 4,711 of what is stored');
    await find('line 17999');
    await eventually(() => expect(harness.text).toMatch(/1 of 1(?!\d)/));
    expect(harness.text).not.toContain('of what is stored');
    await find('nowhere');
    await eventually(() => expect(harness.text).toMatch(/None (?!in)/));
  });

  it('says that a search is of the lines shown only, where what is stored cannot be read', async () => {
    const harness = await show(aFullJob());
    const data = 'x\n'.repeat(6_000);
    for (let sent = 0; sent < 3; sent += 1) harness.streams.latest.send('stdout', { offset: sent * data.length, data });
    await eventually(() => expect(terminal.lines.length).toBeGreaterThan(6_000));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true }));
    await eventually(() => {
      const field = harness.page.querySelector<HTMLInputElement>('input[aria-label="Find in the output"]');
      if (field === null) throw new Error('The search is not there yet.');
      field.value = 'y';
      field.dispatchEvent(new Event('input'));
    });
    await eventually(() => {
      const calls = ['stdout', 'stderr'].flatMap((stream) => harness.pending(`/api/jobs/job-1/output/${stream}`));
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls) call.error(new ProgressEvent('error'));
    });
    await eventually(() => expect(harness.text).toContain('None in the lines shown'));
  });

  it('leaves the slash alone when single keys are turned off', async () => {
    const harness = await show(aFullJob());
    harness.streams.latest.send('stdout', { offset: 0, data: 'one\n' });
    await eventually(() => expect(terminal.lines).toHaveLength(1));
    const slash = (): KeyboardEvent => {
      const event = new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      return event;
    };
    TestBed.inject(SingleKeys).choose(false);
    try {
      expect(slash().defaultPrevented).toBe(false);
    } finally {
      TestBed.inject(SingleKeys).choose(true);
    }
    expect(slash().defaultPrevented).toBe(true);
    await eventually(() => expect(harness.has('hb-find-bar')).toBe(true));
  });

  it('says how many lines have come since the user scrolled up', async () => {
    const harness = await show(aFullJob());
    harness.streams.latest.send('stdout', { offset: 0, data: 'one\ntwo\n' });
    await eventually(() => expect(terminal.lines).toHaveLength(2));
    terminal.scrollUp(3);
    await eventually(() => expect(harness.control('Jump to end')).toBeDefined());
    harness.streams.latest.send('stdout', { offset: 8, data: 'three\nfour\n' });
    await eventually(() => expect(harness.control('2 new lines')).toBeDefined());
  });

  it('keeps whether lines are wrapped', async () => {
    localStorage.removeItem('hb-output-wrap');
    const harness = await show(aFullJob());
    expect(harness.control('Wrap').getAttribute('aria-pressed')).toBe('true');
    harness.control('Wrap').click();
    await eventually(() => expect(harness.control('Wrap').getAttribute('aria-pressed')).toBe('false'));
    expect(localStorage.getItem('hb-output-wrap')).toBe('off');
    localStorage.removeItem('hb-output-wrap');
  });

  it('says how the job ended, from the event on, and closes the stream when everything is there', async () => {
    const harness = await show(aFullJob());
    const stream = harness.streams.latest;
    stream.send('status', { status: 'FAILED', reason: 'EXIT_CODE', exitCode: 3 });
    await eventually(() => expect(harness.text).toContain('The script ended with exit code 3.'));
    stream.send('done', {});
    await eventually(() => expect(harness.text).toContain('End of the output'));
    expect(stream.readyState).toBe(2);
    expect(() => harness.control('Cancel')).toThrow();
  });

  it('says that nothing was printed', async () => {
    const harness = await show(aFullJob({ status: 'SUCCEEDED', exitCode: 0 }));
    harness.streams.latest.send('done', {});
    await eventually(() => expect(harness.text).toContain('Nothing was printed.'));
  });

  it('says what a queued job waits for', async () => {
    const harness = await show(aFullJob({ status: 'QUEUED', startedAt: null }));
    await eventually(() => expect(harness.text).toContain('as soon as web-1 asks for work'));
  });

  it('says that the connection is lost, and that it is back', async () => {
    const harness = await show(aFullJob());
    harness.streams.latest.break();
    await eventually(() => expect(harness.text).toContain('Connection lost'));
    expect(TestBed.inject(LiveSources).state()).toBe('lost');
    harness.streams.latest.open();
    await eventually(() => expect(harness.text).toContain('Following the end'));
  });

  it('cancels, and says so until the job has ended', async () => {
    const harness = await show(aFullJob());
    harness.control('Cancel').click();
    await eventually(() => expect(harness.control('Cancelling…').getAttribute('aria-disabled')).toBe('true'));
    const [call] = harness.pending('/api/jobs/job-1/cancel');
    const asked = aFullJob({ cancelRequestedAt: '2026-01-02T03:04:09.000Z' });
    call?.flush(asked);
    await answer(harness, asked);
    await eventually(() => expect(harness.control('Cancelling…')).toBeDefined());
    harness.streams.latest.send('status', { status: 'CANCELLED', reason: 'CANCELLED', exitCode: null });
    await eventually(() => expect(harness.text).toContain('Cancelled while it ran'));
  });

  it('says why it could not be cancelled, and lets it be tried again', async () => {
    const harness = await show(aFullJob());
    harness.control('Cancel').click();
    await eventually(() => {
      const [call] = harness.pending('/api/jobs/job-1/cancel');
      expect(call).toBeDefined();
      call?.flush({ detail: 'The database is away.' }, { status: 503, statusText: 'x' });
    });
    await eventually(() => expect(harness.text).toContain('It could not be cancelled. The database is away.'));
    expect(harness.control('Cancel').getAttribute('aria-disabled')).toBeNull();
  });

  it('lets a viewer look on, and no more', async () => {
    const harness = await show(aFullJob(), aUser({ role: 'VIEWER' }));
    expect(() => harness.control('Cancel')).toThrow();
    expect(() => harness.control('Run again')).toThrow();
    expect(harness.control('Download')).toBeDefined();
  });

  it('says so when the terminal could not be loaded, and tries again', async () => {
    const working = terminal.load;
    let tries = 0;
    TestBed.configureTestingModule({
      providers: [
        {
          provide: loadTerminal,
          useValue: () => (++tries === 1 ? Promise.reject(new Error('no such chunk')) : working()),
        },
      ],
    });
    const harness = await PageHarness.open(JobPage, 'jobs/:jobId', '/dashboard/jobs/job-1');
    await answer(harness, aFullJob());
    await eventually(() => expect(harness.text).toContain('The terminal could not be loaded.'));
    harness.control('Try again').click();
    harness.streams.latest.send('stdout', { offset: 0, data: 'one\n' });
    await eventually(() => expect(terminal.lines).toEqual(['one']));
  });
});
