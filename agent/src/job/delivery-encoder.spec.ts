import type { DeliverOutputRequest } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { DeliveryEncoder } from './delivery-encoder.js';

function encode(bytes: Buffer): { body: Buffer; request: DeliverOutputRequest } {
  const encoder = new DeliveryEncoder();
  encoder.begin(2);
  encoder.add('stdout', 7, bytes);
  const body = Buffer.from(encoder.finish());
  return { body, request: JSON.parse(body.toString('utf8')) as DeliverOutputRequest };
}

describe('DeliveryEncoder', () => {
  it('writes text as text', () => {
    const text = 'tab\t "quoted" \\ ü€😀\u2028\n\u0001';
    expect(encode(Buffer.from(text)).request).toEqual({
      attempt: 2,
      chunks: [{ stream: 'stdout', offset: 7, data: text }],
    });
  });

  it('keeps text whole that is longer than what it turns into a string at a time', () => {
    const text = '€😀a'.repeat(30_000);
    expect(encode(Buffer.from(text)).request.chunks[0]).toMatchObject({ data: text });
  });

  it.each([
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
    ['longer as text than as base64', Buffer.alloc(100_001, 1)],
  ])('writes bytes that are %s as base64', (_, bytes) => {
    const { body, request } = encode(bytes);
    expect(request.chunks[0]).toEqual({ stream: 'stdout', offset: 7, base64: bytes.toString('base64') });
    expect(body.length).toBeLessThan(bytes.length * 1.5 + 200);
  });

  it('stays within the body that the server takes, whatever a full delivery holds', () => {
    for (const fill of [0x01, 0x22, 0x41, 0x80]) {
      const encoder = new DeliveryEncoder();
      encoder.begin(1);
      for (let chunk = 0; chunk < 4; chunk += 1) {
        encoder.add('stderr', chunk, Buffer.alloc(limits.outputChunkBytes, fill));
      }
      expect(encoder.finish().length).toBeLessThan(limits.outputBodyBytes);
    }
  });

  it('uses its buffer again for the next delivery', () => {
    const encoder = new DeliveryEncoder();
    for (const text of ['first', 'x']) {
      encoder.begin(1);
      encoder.add('stdout', 0, Buffer.from(text));
      expect(JSON.parse(encoder.finish().toString())).toMatchObject({ chunks: [{ data: text }] });
    }
  });
});
