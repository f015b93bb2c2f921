import type { OutputEvent } from '@hyprbox/contracts';
import { EscapeFilter } from './escape-filter';

export interface ReadOutput {
  /** Bytes that are missing before `text`: dropped by the server, or never delivered. */
  missingBytes: number;
  /** Safe to show; see `EscapeFilter`. */
  text: string;
}

/** Puts one stream's events together: bytes that arrive again are passed over, a jump of the offset is a gap. */
export class StreamReader {
  private readonly encoder = new TextEncoder();
  private decoder = utf8();
  private filter = new EscapeFilter();
  private expected = 0;

  /** Bytes from the stream's start up to the end of what was read last. */
  get position(): number {
    return this.expected;
  }

  read(event: OutputEvent): ReadOutput {
    const bytes = 'data' in event ? this.encoder.encode(event.data) : fromBase64(event.base64);
    const end = event.offset + bytes.length;
    if (end <= this.expected) return { missingBytes: 0, text: '' };
    const missingBytes = Math.max(0, event.offset - this.expected);
    if (missingBytes > 0) this.beginAnew();
    const fresh = bytes.subarray(Math.max(0, this.expected - event.offset));
    this.expected = end;
    // A character may be cut between two events: the decoder keeps its first bytes.
    return { missingBytes, text: this.filter.push(this.decoder.decode(fresh, { stream: true })) };
  }

  /** What a cut character before the end of the stream comes to. */
  end(): string {
    const rest = this.filter.push(this.decoder.decode());
    this.beginAnew();
    return rest;
  }

  private beginAnew(): void {
    this.decoder = utf8();
    this.filter = new EscapeFilter();
  }
}

/** A byte order mark is output like any other; what is not UTF-8 shows as U+FFFD. */
function utf8(): TextDecoder {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
