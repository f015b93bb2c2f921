import type { Output } from './output.js';

/** Whoever waits longer than this wonders whether anything happens. */
const patienceMs = 1000;

/** Waits for an answer; tells the person at the terminal what is waited for if it takes a while. */
export async function patiently<T>(output: Output, waitingFor: string, answer: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    // A hint while waiting; whoever stopped reading it is noticed by the next write of data.
    void output.aside(waitingFor).catch(() => undefined);
  }, patienceMs);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
