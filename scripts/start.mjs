import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureInstalled } from './installation.mjs';
import { buildParts } from './parts.mjs';
import { inRoot, nodeBinary } from './repository.mjs';
import { watchStarter } from './starter.mjs';

const STARTER_CHECK_MS = 1_000;
const starterIsGone = watchStarter();

try {
  await ensureInstalled();
  const results = await buildParts({ onStart: (name) => console.log(`Building ${name} …`) });
  const failed = results.filter(({ ok }) => !ok);
  for (const { name, output } of failed) console.error(`\nThe build of ${name} failed:\n${output}`);
  if (failed.length > 0) process.exit(1);
  serve();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** Runs the server until it ends; it ends when it is told to, or when whoever started this process is gone. */
function serve() {
  const server = spawn(nodeBinary(), ['--enable-source-maps', inRoot('server/dist/main.js')], {
    // The channel's end tells the server that this process was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // In a group of its own: Ctrl-C reaches this process and npm, and from here the server exactly once.
    detached: true,
  });
  server.once('error', (error) => {
    console.error(`The server could not be started: ${error.message}`);
    process.exit(1);
  });
  server.once('exit', (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));

  let told = false;
  const tell = (signal) => {
    if (!told) server.kill(signal);
    told = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tell(signal));
  // The server ignores it, too; where it means that the terminal was closed, the starter is gone in a moment.
  process.on('SIGHUP', () => {});
  setInterval(() => {
    if (starterIsGone()) tell('SIGTERM');
  }, STARTER_CHECK_MS).unref();
}
