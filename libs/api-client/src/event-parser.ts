/** One event of a `text/event-stream` (WHATWG HTML, "Server-sent events"). */
export interface ServerSentEvent {
  /** `message` when the server named none. */
  event: string;
  data: string;
  /** The last id seen so far, to resume after; empty if none was. */
  id: string;
}

/** An event this large is no event of ours, and would otherwise fill the memory. */
const eventCharactersMax = 16 * 1024 * 1024;

/** Turns the bytes of an event stream into events, however the network cut them into chunks. */
export class EventParser {
  /** Milliseconds that the server asked to wait before reconnecting, if it did. */
  retryMs: number | null = null;

  private readonly decoder = new TextDecoder();
  private pending = '';
  private afterCarriageReturn = false;
  private event = '';
  private data: string[] = [];
  private dataCharacters = 0;
  private lastId: string;

  constructor(lastEventId = '') {
    this.lastId = lastEventId;
  }

  /** The events that `chunk` completed. What is left without its blank line is kept for the next chunk. */
  push(chunk: Uint8Array): ServerSentEvent[] {
    const text = this.pending + this.decoder.decode(chunk, { stream: true });
    const events: ServerSentEvent[] = [];
    let start = 0;
    const lineEnd = /\r\n|\n|\r/g;
    lineEnd.lastIndex = this.pending.length;
    if (this.afterCarriageReturn && text !== '') {
      // The line ended with the CR of the last chunk: an LF that comes first now belongs to it.
      if (text.startsWith('\n')) start = lineEnd.lastIndex = 1;
      this.afterCarriageReturn = false;
    }
    for (let found = lineEnd.exec(text); found !== null; found = lineEnd.exec(text)) {
      this.line(text.slice(start, found.index), events);
      start = found.index + found[0].length;
      this.afterCarriageReturn = found[0] === '\r' && start === text.length;
    }
    this.pending = text.slice(start);
    if (this.pending.length + this.dataCharacters > eventCharactersMax) {
      throw new RangeError(`an event is larger than ${eventCharactersMax} characters`);
    }
    return events;
  }

  private line(line: string, events: ServerSentEvent[]): void {
    if (line === '') return this.dispatch(events);
    const colon = line.indexOf(':');
    if (colon === 0) return; // a comment, such as a keep-alive
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      this.data.push(value);
      this.dataCharacters += value.length + 1;
    } else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.lastId = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  private dispatch(events: ServerSentEvent[]): void {
    if (this.data.length > 0) {
      events.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.lastId });
    }
    this.event = '';
    this.data = [];
    this.dataCharacters = 0;
  }

  /** The id to resume after: the last one that came, even if its event carried no data. */
  get lastEventId(): string {
    return this.lastId;
  }
}
