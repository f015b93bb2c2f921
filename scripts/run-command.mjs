import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root, toolEnvironment } from './repository.mjs';

const running = new Set();
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the root and keeps what it writes, both streams in the order of their arrival. A signal that ends
 * this process ends the program first: an npm that went on by itself would be in the next one's way.
 *
 * @param {string} program
 * @param {string[]} words
 * @param {{ limitMs?: number, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ok: boolean, output: string}>}
 */
export function runCommand(program, words, { limitMs, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: root,
      env: toolEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, to be ended as a whole: npm's shell passes no signal on.
      detached: true,
    });
    const pieces = [];
    child.stdout.on('data', (piece) => pieces.push(piece));
    child.stderr.on('data', (piece) => pieces.push(piece));
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            pieces.push(Buffer.from(`\nStopped after ${limitMs / 60_000} minutes.\n`));
            endGroup(child, 'SIGKILL');
          }, limitMs);
    const finish = (ok) => {
      clearTimeout(timer);
      remove(child);
      resolve({ ok, output: Buffer.concat(pieces).toString('utf8') });
    };
    add(child);
    child.once('error', (error) => {
      pieces.push(Buffer.from(`${program}: ${error.message}\n`));
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

/**
 * npm, by the same Node and npm that run us when npm started us.
 *
 * @param {string[]} words
 * @returns {[program: string, words: string[]]}
 */
export function npm(...words) {
  const { npm_execpath: cli } = process.env;
  return cli?.endsWith('.js') ? [process.execPath, [cli, ...words]] : ['npm', words];
}

function add(child) {
  if (running.size === 0) for (const signal of endingSignals) process.on(signal, endAll);
  running.add(child);
}

function remove(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of endingSignals) process.off(signal, endAll);
}

function endAll(signal) {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) endGroup(child, signal);
  void Promise.all(ended).then(() => process.exit(128 + constants.signals[signal]));
}

function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
