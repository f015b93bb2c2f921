import { constants } from 'node:os';

/** How a program ended. Neither code nor signal: nobody knows. */
export interface Exit {
  code: number | null;
  signal: string | null;
}

export const unknownExit: Exit = { code: null, signal: null };

const signalBits = 0x7f;

/** What wait(2) tells of a process that has ended. */
export function parseWaitStatus(status: number): Exit {
  const number = status & signalBits;
  if (number === 0) return { code: (status >> 8) & 0xff, signal: null };
  const [name] = Object.entries(constants.signals).find(([, each]) => each === number) ?? [`SIG${number}`];
  return { code: null, signal: name };
}
