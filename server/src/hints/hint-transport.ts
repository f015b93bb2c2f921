import type { Hint } from './hint.js';

/** Injection token of the {@link HintTransport}. */
export const HINT_TRANSPORT = Symbol('HintTransport');

/** Carries hints to the other replicas. It may lose, double and delay them. */
export interface HintTransport {
  send(hint: Hint): void;
  receive(listener: (hint: Hint) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
