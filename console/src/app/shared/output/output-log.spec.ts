import { LineLabels } from './line-labels';
import type { OutputFilter } from './output-log';
import { OutputLog, outputLogLimits } from './output-log';
import { TerminalComposer } from './terminal-composer';

/** What a terminal would show: each line with its label. */
function shown(log: OutputLog, filter: OutputFilter = 'all'): string[] {
  const labels = new LineLabels(100);
  const text = new TerminalComposer(labels).compose(log.after(0, filter));
  return text
    .replace(/\x1b\[[\d;]*m/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) => {
      const label = labels.at(index);
      return `${label?.number ?? '-'} ${label?.stream ?? '?'}: ${line}`;
    });
}

describe('OutputLog', () => {
  it('keeps both streams in the order of arrival and numbers their lines', () => {
    const log = new OutputLog();
    log.append('stdout', 'one\ntwo\n');
    log.append('stderr', 'oops\n');
    log.append('stdout', 'three\n');
    expect(shown(log)).toEqual(['1 stdout: one', '2 stdout: two', '3 stderr: oops', '4 stdout: three']);
  });

  it('shows one stream alone with the numbers that its lines have among all', () => {
    const log = new OutputLog();
    log.append('stdout', 'one\n');
    log.append('stderr', 'oops\n');
    log.append('stdout', 'two\n');
    expect(shown(log, 'stderr')).toEqual(['2 stderr: oops']);
    expect(shown(log, 'stdout')).toEqual(['1 stdout: one', '3 stdout: two']);
  });

  it('goes on in a line that is not finished, but never with the other stream', () => {
    const log = new OutputLog();
    log.append('stdout', 'downloading ');
    log.append('stdout', '50% ');
    log.append('stderr', 'slow\n');
    log.append('stdout', '100%\n');
    expect(shown(log)).toEqual(['1 stdout: downloading 50% ', '2 stderr: slow', '3 stdout: 100%']);
    expect(shown(log, 'stdout')).toEqual(['1 stdout: downloading 50% 100%']);
  });

  it('says that something is missing on a line of its own, and numbers nothing behind it', () => {
    const log = new OutputLog();
    log.append('stdout', 'half');
    log.appendGap('stdout', '3 B dropped');
    log.append('stdout', 'rest\n');
    log.append('stderr', 'oops\n');
    expect(shown(log)).toEqual(['1 stdout: half', '- stdout: 3 B dropped', '- stdout: rest', '- stderr: oops']);
  });

  it('gives only what is new, and tells its reader that there is something', () => {
    const log = new OutputLog();
    let told = 0;
    log.onMore(() => (told += 1));
    log.append('stdout', 'one\n');
    const [first] = log.after(0, 'all');
    log.append('stderr', 'two\n');
    expect(told).toBe(2);
    expect(log.after(first?.sequence ?? 0, 'all').map(({ text }) => text)).toEqual(['two\n']);
    expect(log.after(first?.sequence ?? 0, 'stdout')).toEqual([]);
  });

  it('keeps the newest lines of each stream, so that a flood of one does not push out the other', () => {
    const log = new OutputLog();
    log.append('stderr', 'early\n');
    expect(log.incomplete()).toBe(false);
    for (let line = 0; line < 3 * outputLogLimits.lines; line += 1) log.append('stdout', `${line}\n`);
    expect(log.incomplete()).toBe(true);
    expect(log.after(0, 'stdout')).toHaveLength(outputLogLimits.lines);
    expect(log.after(0, 'stdout').at(-1)?.text).toBe(`${3 * outputLogLimits.lines - 1}\n`);
    expect(log.after(0, 'stderr').map(({ text }) => text)).toEqual(['early\n']);
  });

  it('bounds what it keeps of output without lines', () => {
    const log = new OutputLog();
    const piece = 'x'.repeat(outputLogLimits.characters / 4);
    for (let count = 0; count < 20; count += 1) log.append('stdout', piece);
    expect(log.after(0, 'all').length).toBeLessThanOrEqual(4);
  });
});

describe('TerminalComposer', () => {
  it('leaves out what would scroll out of the terminal at once', () => {
    const log = new OutputLog();
    const block = 'line\n'.repeat(outputLogLimits.lines / 2);
    log.append('stderr', block);
    for (let count = 0; count < 2; count += 1) log.append('stdout', block);
    const text = new TerminalComposer(new LineLabels(10)).compose(log.after(0, 'all'));
    expect(text.match(/\n/g)).toHaveLength(outputLogLimits.lines);
  });

  it('does not let one stream colour the other', () => {
    const log = new OutputLog();
    log.append('stdout', '\x1b[31mred\n');
    log.append('stderr', 'plain\n');
    const text = new TerminalComposer(new LineLabels(10)).compose(log.after(0, 'all'));
    expect(text).toBe('\x1b[31mred\n\x1b[0mplain\n');
  });
});
