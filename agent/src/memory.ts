/**
 * Leaves out V8's optimising compilers: what the agent does at length is done by Node's own native code, and the
 * compilers alone would take 8 MB.
 */
export function spareMemory(): void {
  const v8 = process.getBuiltinModule('node:v8');
  v8.setFlagsFromString('--no-opt');
  v8.setFlagsFromString('--no-maglev');
}

/**
 * Gives the memory that a talkative script took back to the system. Node collects garbage only while it is asked for
 * more memory, so an agent that falls idle would stay as large as it ever was.
 */
export function collectGarbage(): void {
  const v8 = process.getBuiltinModule('node:v8');
  const vm = process.getBuiltinModule('node:vm');
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
