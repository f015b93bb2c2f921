import { describe, expect, it } from 'vitest';
import { EventParser } from './event-parser.js';
import type { ServerSentEvent } from './event-parser.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** Every way of cutting the text in two, and byte by byte, must give the same events. */
function parseInPieces(text: string): ServerSentEvent[] {
  const whole = new EventParser().push(bytes(text));
  const input = bytes(text);
  for (let at = 0; at <= input.length; at += 1) {
    const parser = new EventParser();
    expect([...parser.push(input.subarray(0, at)), ...parser.push(input.subarray(at))]).toEqual(whole);
  }
  const single = new EventParser();
  expect(Array.from(input).flatMap((byte) => single.push(Uint8Array.of(byte)))).toEqual(whole);
  return whole;
}

describe('EventParser', () => {
  it('gives an event at its blank line, with name, data and id', () => {
    expect(parseInPieces('id: 7\nevent: stdout\ndata: {"offset":0}\n\n')).toEqual([
      { event: 'stdout', data: '{"offset":0}', id: '7' },
    ]);
  });

  it('joins several data lines with a newline and names a nameless event "message"', () => {
    expect(parseInPieces('data: a\ndata:b\ndata\n\n')).toEqual([{ event: 'message', data: 'a\nb\n', id: '' }]);
  });

  it.each(['\n', '\r\n', '\r'])('takes %j as the end of a line', (end) => {
    const text = ['event: a', 'data: 1', '', 'event: b', 'data: 2', '', ''].join(end);
    expect(parseInPieces(text).map((event) => event.event + event.data)).toEqual(['a1', 'b2']);
  });

  it('keeps characters whole that arrive in pieces, and drops a byte order mark', () => {
    expect(parseInPieces('\ufeffdata: grün 🚀 日本\n\n')).toEqual([{ event: 'message', data: 'grün 🚀 日本', id: '' }]);
  });

  it('ignores comments and unknown fields, and strips one space only', () => {
    expect(parseInPieces(': keep-alive\n\nfoo: bar\ndata:  two\n\n')).toEqual([
      { event: 'message', data: ' two', id: '' },
    ]);
  });

  it('gives nothing for an event without data, but keeps its id', () => {
    const parser = new EventParser('3');
    expect(parser.push(bytes('id: 4\nevent: x\n\n'))).toEqual([]);
    expect(parser.lastEventId).toBe('4');
    expect(parser.push(bytes('data: y\n\n'))).toEqual([{ event: 'message', data: 'y', id: '4' }]);
  });

  it('gives nothing for an event whose blank line never came', () => {
    expect(parseInPieces('data: half')).toEqual([]);
  });

  it('ignores an id with a NUL and a retry that is no number', () => {
    const parser = new EventParser('1');
    parser.push(bytes('id: 2\0\nretry: soon\ndata: z\n\n'));
    expect([parser.lastEventId, parser.retryMs]).toEqual(['1', null]);
    parser.push(bytes('retry: 1500\n'));
    expect(parser.retryMs).toBe(1500);
  });

  it('refuses an event that never ends', () => {
    const parser = new EventParser();
    const megabyte = bytes('x'.repeat(1024 * 1024));
    expect(() => {
      for (let sent = 0; sent < 20; sent += 1) parser.push(megabyte);
    }).toThrow(RangeError);
  });
});
