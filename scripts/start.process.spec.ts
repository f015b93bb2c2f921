import { appendFile, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, startProcess, temporaryDirectory } from '@hyprbox/testing';
import type { StartProcessOptions, TemporaryDirectory, TestProcess } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** Stands for the compilers: notes that it ran, and fails for a part whose source says so. */
const compiler = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  const part = process.argv[2];
  appendFileSync('builds.log', part + '\\n');
  const source = part === 'libs' ? 'libs/contracts/src/index.ts' : part + '/src/main.ts';
  const text = readFileSync(source, 'utf8');
  if (text.includes('slow')) {
    writeFileSync('compiling', String(process.pid));
    setTimeout(() => {}, 1e6);
  }
  if (text.includes('broken')) {
    console.error(source + ': a syntax error');
    process.exit(1);
  }
  if (part !== 'libs') {
    mkdirSync(part + '/dist', { recursive: true });
    writeFileSync(part + '/dist/main.js', text);
  }
`;
const server = `
  const end = (why) => { console.log('ended by ' + why); setTimeout(() => process.exit(7), 200); };
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('disconnect', () => process.exit(0));
  console.log('serving as ' + process.pid);
`;
const emptyLock = JSON.stringify({ lockfileVersion: 3, packages: {} });

// Each start is several processes, on a machine that may run other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let checkout: TemporaryDirectory;
let processes: TestProcess[];

beforeEach(async () => {
  checkout = await temporaryDirectory();
  processes = [];
  await cp(dirname(fileURLToPath(import.meta.url)), file('scripts'), { recursive: true });
  const builds = ['libs', 'server', 'console', 'agent', 'cli'].map((part) => [
    `build:${part}`,
    `node build.mjs ${part}`,
  ]);
  await write(
    'package.json',
    JSON.stringify({ type: 'module', scripts: Object.fromEntries([...builds, ['start', 'node scripts/start.mjs']]) }),
  );
  await write('package-lock.json', emptyLock);
  await write('node_modules/.package-lock.json', emptyLock);
  await mkdir(file('node_modules/.bin'));
  await symlink(process.execPath, file('node_modules/.bin/node'));
  await write('build.mjs', compiler);
  await write('libs/contracts/src/index.ts', '');
  await write('server/src/main.ts', server);
  for (const part of ['console', 'agent', 'cli']) await write(`${part}/src/main.ts`, '');
});

afterEach(async () => {
  for (const running of processes) await running.stop('SIGKILL');
  await checkout.remove();
});

function file(path: string): string {
  return join(checkout.path, path);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(file(path)), { recursive: true });
  await writeFile(file(path), text);
}

async function builds(): Promise<string[]> {
  const lines = (await readFile(file('builds.log'), 'utf8')).trim().split('\n');
  await writeFile(file('builds.log'), '');
  return lines.filter(Boolean).sort();
}

async function start(options: StartProcessOptions = { ready: /serving as \d+\n/ }): Promise<TestProcess> {
  const running = await startProcess(process.execPath, [file('scripts/start.mjs')], options);
  processes.push(running);
  return running;
}

function serverPid(running: TestProcess): number {
  return Number(/serving as (\d+)/.exec(running.output)?.[1]);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start', () => {
  it('builds every part the first time, and nothing the second', async () => {
    await (await start()).stop();
    expect(await builds()).toEqual(['agent', 'cli', 'console', 'libs', 'server']);

    const second = await start();
    expect(await builds()).toEqual([]);
    expect(second.output).toMatch(/^serving as \d+\n$/);
  });

  it('builds only what a change concerns', async () => {
    await (await start()).stop();
    await builds();
    await appendFile(file('cli/src/main.ts'), '// changed');
    await write('cli/src/main.spec.ts', '');
    await write('agent/src/main.spec.ts', '');
    await (await start()).stop();
    expect(await builds()).toEqual(['cli']);

    await appendFile(file('libs/contracts/src/index.ts'), '// changed');
    await (await start()).stop();
    expect(await builds()).toEqual(['agent', 'cli', 'console', 'libs', 'server']);
  });

  it('builds again what was removed', async () => {
    await (await start()).stop();
    await builds();
    await (
      await startProcess('rm', ['-r', file('server/dist')])
    ).ended;
    await (await start()).stop();

    expect(await builds()).toEqual(['server']);
  });

  it('shows what the compiler said, and starts nothing, when a build fails', async () => {
    await write('agent/src/main.ts', 'broken');
    const running = await start({});

    expect((await running.waitForEnd()).code).toBe(1);
    expect(running.stderr).toContain('The build of agent failed:\nagent/src/main.ts: a syntax error');
    expect(running.output).not.toContain('serving');
  });

  it('leaves no compiler behind when it is stopped while building', async () => {
    await write('agent/src/main.ts', 'slow');
    const running = await start({});
    const compilerPid = Number(
      await eventually(() => readFile(file('compiling'), 'utf8').then((pid) => pid || undefined)),
    );

    expect((await running.stop('SIGTERM')).code).toBe(143);
    await eventually(() => !isRunning(compilerPid));
  });

  it('passes a signal on once and ends with the code of the server', async () => {
    const running = await start();
    running.signal('SIGINT');
    running.signal('SIGTERM');

    expect(await running.waitForEnd()).toEqual({ code: 7, signal: null });
    expect(running.output.match(/ended by/g)).toHaveLength(1);
  });

  it('stops the server when npm is killed', async () => {
    const npm = await startProcess('npm', ['start'], { cwd: checkout.path, ready: /serving as \d+\n/ });
    processes.push(npm);
    npm.signal('SIGKILL');

    await npm.waitForOutput('ended by SIGTERM');
    await eventually(() => !isRunning(serverPid(npm)));
  });

  it('stops the server when the shell that started it is killed', async () => {
    const words = ['-c', `'${process.execPath}' '${file('scripts/start.mjs')}'; true`];
    const shell = await startProcess('sh', words, { ready: /serving as \d+\n/ });
    processes.push(shell);
    shell.signal('SIGKILL');

    await shell.waitForOutput('ended by SIGTERM');
    await eventually(() => !isRunning(serverPid(shell)));
  });

  it('leaves no server behind when it is killed itself', async () => {
    const running = await start();
    await running.stop('SIGKILL');

    await eventually(() => !isRunning(serverPid(running)));
  });
});
