import { describe, expect, it } from 'vitest';
import { startProcess } from './test-process.js';

const node = (program: string, ready?: RegExp, timeoutMs?: number): ReturnType<typeof startProcess> =>
  startProcess(process.execPath, ['-e', program], { ready, timeoutMs });

describe('startProcess', () => {
  it('returns once the program is ready, and collects what it writes', async () => {
    await using running = await node(
      `console.log('ready'); console.error('oops'); setInterval(() => {}, 1e6)`,
      /ready/,
    );
    await running.waitForOutput('oops');

    expect(running.stdout).toBe('ready\n');
    expect(running.stderr).toBe('oops\n');
    expect(await running.stop()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('shows the output of a program that ends without being ready', async () => {
    await expect(node(`console.error('no port'); process.exit(3)`, /ready/)).rejects.toThrow(
      /Ended without \/ready\/:\nno port/,
    );
  });

  it('ends a program that is not ready in time', async () => {
    await expect(node(`console.log(process.pid); setInterval(() => {}, 1e6)`, /ready/, 300)).rejects.toThrow(
      /After 300 ms: no \/ready\/ in the output/,
    );
  });

  it('kills a program that does not heed its signal', async () => {
    await using running = await node(
      `process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)`,
      /deaf/,
    );

    expect(await running.stop('SIGTERM', 100)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('rejects when there is no such program', async () => {
    await expect(startProcess('/nonexistent/program')).rejects.toThrow(/ENOENT/);
  });
});
