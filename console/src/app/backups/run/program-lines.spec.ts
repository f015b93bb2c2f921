import type { OutputEvent } from '@hyprbox/contracts';
import { someProgress } from '../../testing/backup-builders';
import { ProgramLines } from './program-lines';

const line = (filesDone: number): string =>
  `${JSON.stringify({ event: 'progress', at: '2026-03-01T01:30:02.000Z', progress: someProgress({ filesDone }) })}\n`;

/** The text as events of so many bytes each. */
function inChunks(text: string, bytes: number): OutputEvent[] {
  const all = new TextEncoder().encode(text);
  return Array.from({ length: Math.ceil(all.length / bytes) }, (_, index) => {
    const chunk = all.subarray(index * bytes, (index + 1) * bytes);
    return { offset: index * bytes, base64: btoa(String.fromCharCode(...chunk)) };
  });
}

describe('lines of a run’s program', () => {
  const filesTold = (events: readonly OutputEvent[]): (number | undefined)[] => {
    const lines = new ProgramLines();
    return events.map((event) => lines.read(event)?.filesDone).filter((told) => told !== undefined);
  };

  it('tells the newest progress of those that came together', () => {
    expect(filesTold([{ offset: 0, data: line(1) + line(2) }])).toEqual([2]);
  });

  it('puts a line together from several events', () => {
    expect(filesTold(inChunks(line(1) + line(2), 7))).toEqual([1, 2]);
  });

  it('puts a character together that is cut between two events', () => {
    const progress = someProgress({ currentFile: '/srv/shop/Größe.txt' });
    const text = `${JSON.stringify({ event: 'progress', at: '2026-03-01T01:30:02.000Z', progress })}\n`;
    const lines = new ProgramLines();
    const told = inChunks(text, 1).map((event) => lines.read(event)?.currentFile);
    expect(told.at(-1)).toBe('/srv/shop/Größe.txt');
  });

  it('waits for the end of a line', () => {
    expect(filesTold([{ offset: 0, data: line(1).trimEnd() }])).toEqual([]);
  });

  it('does not count what comes twice', () => {
    const event = { offset: 0, data: line(1) };
    expect(filesTold([event, event])).toEqual([1]);
  });

  it('gives up the line in which bytes are missing, and goes on after it', () => {
    const [first, second] = [line(1), line(2)];
    const offset = first.length + 500;
    expect(
      filesTold([
        { offset: 0, data: first.slice(0, 20) },
        { offset, data: `${first.slice(40)}${second}` },
      ]),
    ).toEqual([2]);
  });

  it('passes over what is no progress', () => {
    const result = `${JSON.stringify({ event: 'result', at: '2026-03-01T01:30:02.000Z', result: {} })}\n`;
    expect(filesTold([{ offset: 0, data: `no json\n\n${result}{"event":"later"}\n` }])).toEqual([]);
  });
});
