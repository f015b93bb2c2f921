import type { OutputEvent } from '@hyprbox/contracts';
import { StreamReader } from './stream-reader';

const base64 = (...bytes: number[]): string => btoa(String.fromCharCode(...bytes));

function readAll(events: OutputEvent[]): { text: string; missing: number[] } {
  const reader = new StreamReader();
  let text = '';
  const missing: number[] = [];
  for (const event of events) {
    const read = reader.read(event);
    if (read.missingBytes > 0) missing.push(read.missingBytes);
    text += read.text;
  }
  return { text: text + reader.end(), missing };
}

describe('StreamReader', () => {
  it('joins what follows on', () => {
    expect(
      readAll([
        { offset: 0, data: 'one\n' },
        { offset: 4, data: 'two\n' },
      ]),
    ).toEqual({ text: 'one\ntwo\n', missing: [] });
  });

  it('counts bytes, not characters', () => {
    expect(
      readAll([
        { offset: 0, data: 'zażółć' },
        { offset: 10, data: '!' },
      ]),
    ).toEqual({ text: 'zażółć!', missing: [] });
  });

  it('tells the bytes that a jump of the offset leaves out', () => {
    expect(
      readAll([
        { offset: 0, data: 'one\n' },
        { offset: 104, data: 'two\n' },
      ]),
    ).toEqual({ text: 'one\ntwo\n', missing: [100] });
  });

  it('tells what was dropped before the first event', () => {
    expect(readAll([{ offset: 4096, data: 'tail\n' }])).toEqual({ text: 'tail\n', missing: [4096] });
  });

  it('passes over what it has, whole or in part', () => {
    expect(
      readAll([
        { offset: 0, data: 'abcd' },
        { offset: 0, data: 'abcd' },
        { offset: 2, data: 'cdef' },
        { offset: 1, data: 'bc' },
      ]),
    ).toEqual({ text: 'abcdef', missing: [] });
  });

  it('puts a character together that was cut between two events', () => {
    expect(
      readAll([
        { offset: 0, base64: base64(0x61, 0xe2, 0x82) },
        { offset: 3, base64: base64(0xac, 0x62) },
      ]),
    ).toEqual({ text: 'a€b', missing: [] });
  });

  it('shows bytes that are not UTF-8 as replacement characters', () => {
    expect(readAll([{ offset: 0, base64: base64(0x61, 0xff, 0x62, 0xe2, 0x82) }]).text).toBe('a\ufffdb\ufffd');
  });

  it('does not join a cut character or sequence across a gap', () => {
    expect(
      readAll([
        { offset: 0, base64: base64(0xe2, 0x82) },
        { offset: 10, data: 'x\x1b]0;title' },
        { offset: 50, data: 'y' },
      ]),
    ).toEqual({ text: 'xy', missing: [8, 30] });
  });

  it('filters sequences that are cut between two events', () => {
    expect(
      readAll([
        { offset: 0, data: 'a\x1b[2' },
        { offset: 4, data: 'Jb' },
      ]).text,
    ).toBe('ab');
  });
});
