import { main } from './cli.js';
import { exitCodes } from './exit-codes.js';
import { processIo } from './io.js';

// The first Ctrl-C lets the command end in order; whoever presses it again wants out.
let interrupts = 0;
process.on('SIGINT', () => {
  interrupts += 1;
  if (interrupts > 1) process.exit(exitCodes.cancelled);
});

process.exitCode = await main(process.argv.slice(2), processIo());
// A terminal's or a pipe's input that nobody reads any more would keep the process alive.
process.stdin.unref?.();
