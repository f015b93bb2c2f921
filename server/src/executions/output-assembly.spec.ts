import { describe, expect, it } from 'vitest';
import { assemble, eventId, outputEvent, positionsFrom, shownText, type ReceivedChunk } from './output-assembly.js';

const out = (offset: number, text: string): ReceivedChunk => ({ stream: 'stdout', offset, bytes: Buffer.from(text) });
const err = (offset: number, text: string): ReceivedChunk => ({ stream: 'stderr', offset, bytes: Buffer.from(text) });

describe('assemble', () => {
  it('joins neighbours of one stream and numbers chunks by the bytes of both before them', () => {
    expect(assemble([out(0, 'ab'), out(2, 'c'), err(0, 'X'), out(3, 'd')], { stdout: 0, stderr: 0 })).toEqual({
      positions: { stdout: 4, stderr: 1 },
      chunks: [
        { seq: 0, stream: 'stdout', offset: 0, bytes: Buffer.from('abc') },
        { seq: 3, stream: 'stderr', offset: 0, bytes: Buffer.from('X') },
        { seq: 4, stream: 'stdout', offset: 3, bytes: Buffer.from('d') },
      ],
    });
  });

  it('leaves out what is stored already, also within a chunk', () => {
    expect(assemble([out(0, 'abc'), out(2, 'cde')], { stdout: 3, stderr: 0 })).toEqual({
      positions: { stdout: 5, stderr: 0 },
      chunks: [{ seq: 3, stream: 'stdout', offset: 3, bytes: Buffer.from('de') }],
    });
  });

  it('names the stream with a gap', () => {
    expect(assemble([out(0, 'a'), err(1, 'x')], { stdout: 0, stderr: 0 })).toEqual({ gap: 'stderr' });
  });
});

describe('events', () => {
  it('hold text where the bytes are UTF-8 and base64 where they are not', () => {
    expect(outputEvent(3, Buffer.from('é'))).toEqual({ offset: 3, data: 'é' });
    expect(outputEvent(3, Buffer.from([0xc3]))).toEqual({ offset: 3, base64: 'ww==' });
  });

  it('have ids that are read back, and what is no id starts at the beginning', () => {
    expect(positionsFrom(eventId({ stdout: 12, stderr: 3 }))).toEqual({ stdout: 12, stderr: 3 });
    expect(positionsFrom('12-3; DROP')).toEqual({ stdout: 0, stderr: 0 });
    expect(positionsFrom(undefined)).toEqual({ stdout: 0, stderr: 0 });
  });
});

describe('shownText', () => {
  it('leaves out a character that was cut at the front', () => {
    const bytes = Buffer.from('€5').subarray(1);
    expect(shownText(bytes, true)).toBe('5');
  });
});
