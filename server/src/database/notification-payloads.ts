import type { Notification } from '../notifications/notification.js';

/** PostgreSQL refuses a payload of 8000 bytes or more. */
const payloadBytes = 7_900;
const heartbeatsPerNotification = 10;

/** What replicas say to each other: their greetings, that notifications were lost on the way out, and notifications. */
export type Message =
  | { says: 'hello' | 'here' }
  | { says: 'lost'; sinceMs: number }
  | { says: 'notifications'; notifications: Notification[] };

/** Each payload is the sender's id, a space, and a JSON array of notifications. `leftOut` tells whether one was too large. */
export function pack(sender: string, notifications: readonly Notification[]): { payloads: string[]; leftOut: boolean } {
  const payloads: string[] = [];
  let parts: string[] = [];
  let size = 0;
  let leftOut = false;
  const room = payloadBytes - sender.length - 3;
  const close = (): void => {
    if (parts.length > 0) payloads.push(`${sender} [${parts.join(',')}]`);
    parts = [];
    size = 0;
  };
  for (const notification of notifications) {
    for (const small of split(notification)) {
      const text = JSON.stringify(small);
      const bytes = Buffer.byteLength(text) + 1;
      if (bytes > room) {
        leftOut = true;
        continue;
      }
      if (size + bytes > room) close();
      parts.push(text);
      size += bytes;
    }
  }
  close();
  return { payloads, leftOut };
}

function* split(notification: Notification): Iterable<Notification> {
  if (notification.topic !== 'heartbeats') {
    yield notification;
    return;
  }
  for (let i = 0; i < notification.items.length; i += heartbeatsPerNotification) {
    yield { topic: 'heartbeats', items: notification.items.slice(i, i + heartbeatsPerNotification) };
  }
}

export function greeting(sender: string, word: 'hello' | 'here'): string {
  return `${sender} ${word}`;
}

export function lossNotice(sender: string, sinceMs: number): string {
  return `${sender} lost ${Math.ceil(sinceMs)}`;
}

export function unpack(payload: string): { sender: string; message: Message } {
  const space = payload.indexOf(' ');
  return { sender: payload.slice(0, space), message: read(payload.slice(space + 1)) };
}

function read(content: string): Message {
  if (content === 'hello' || content === 'here') return { says: content };
  const lost = /^lost (\d{1,12})$/.exec(content);
  if (lost) return { says: 'lost', sinceMs: Number(lost[1]) };
  try {
    // Only replicas of this product can notify on the database's channel.
    const notifications = JSON.parse(content) as Notification[];
    return { says: 'notifications', notifications: Array.isArray(notifications) ? notifications : [] };
  } catch {
    return { says: 'notifications', notifications: [] };
  }
}
