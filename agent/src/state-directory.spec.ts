import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StateDirectory } from './state-directory.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hyprnode-state-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const mayMount = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

it.skipIf(!mayMount)('leaves nothing among the executions when its disk is full', () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory]);
  try {
    const state = StateDirectory.take(directory);
    expect(state.fault()).toBe('its disk is full');
    expect(() => writeFileSync(join(directory, 'filler'), Buffer.alloc(128 * 1024))).toThrow('ENOSPC');
    expect(state.fault()).toContain('ENOSPC');
    expect(readdirSync(state.executions)).toEqual([]);
  } finally {
    execFileSync('umount', [directory]);
  }
});
