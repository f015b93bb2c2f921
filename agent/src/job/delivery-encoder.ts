import { isUtf8 } from 'node:buffer';
import type { OutputStream } from '@hyprbox/contracts';
import { unfinishedTail } from './utf8.js';

/** Text that escaping makes longer than this is sent as base64, which is longer by a third only. */
const textGrowthMax = 1.5;
const chunkFrameBytes = 128;
const firstCapacity = 16 * 1024;
/** What is turned into a string at a time; a multiple of three, so that base64 needs no padding within a chunk. */
const pieceBytes = 24 * 1024;

/**
 * Writes a `DeliverOutputRequest` as JSON into one buffer that is used again for the next, chunk by chunk, so that a
 * talkative script makes no strings of a delivery's size.
 */
export class DeliveryEncoder {
  private buffer = Buffer.allocUnsafeSlow(firstCapacity);
  private length = 0;
  private chunks = 0;

  begin(attempt: number): void {
    this.length = 0;
    this.chunks = 0;
    this.write(`{"attempt":${attempt},"chunks":[`);
  }

  add(stream: OutputStream, offset: number, bytes: Buffer): void {
    this.reserve(Math.ceil(bytes.length * textGrowthMax) + chunkFrameBytes);
    if (this.chunks > 0) this.write(',');
    this.chunks += 1;
    this.write(`{"stream":"${stream}","offset":${offset},`);
    const start = this.length;
    if (isUtf8(bytes) && this.writeText(bytes)) return;
    this.length = start;
    this.writeBase64(bytes);
  }

  /** The request; valid until the next `begin`. */
  finish(): Buffer {
    this.reserve(2);
    this.write(']}');
    return this.buffer.subarray(0, this.length);
  }

  /** False when escaping makes it too long. */
  private writeText(bytes: Buffer): boolean {
    this.write('"data":"');
    const limit = this.length + bytes.length * textGrowthMax;
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + pieceBytes);
      const whole = piece.subarray(0, piece.length - unfinishedTail(piece));
      const json = JSON.stringify(whole.toString('utf8')).slice(1, -1);
      if (this.length + Buffer.byteLength(json) > limit) return false;
      this.length += this.buffer.write(json, this.length, 'utf8');
      at += whole.length;
    }
    this.write('"}');
    return true;
  }

  private writeBase64(bytes: Buffer): void {
    this.write('"base64":"');
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.write(bytes.toString('base64', at, Math.min(bytes.length, at + pieceBytes)));
    }
    this.write('"}');
  }

  private write(text: string): void {
    this.length += this.buffer.write(text, this.length, 'latin1');
  }

  private reserve(more: number): void {
    const needed = this.length + more + 2;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
