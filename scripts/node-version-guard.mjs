/** The oldest Node.js on which the programs run, and what the guard ends with: a wrong configuration. */
const needed = 24;
const exitCode = 2;

/**
 * The first statement of a program: says in one line what an older Node.js would say by a stack trace, or never. In the
 * language of very old versions; the bundle's own syntax is brought down to what those can read.
 */
export function nodeVersionGuard(program) {
  return (
    `if (Number(process.versions.node.split('.')[0]) < ${needed}) { ` +
    `process.stderr.write('${program} needs Node.js ${needed} or newer, this is ' + process.versions.node + '\\n'); ` +
    `process.exit(${exitCode}); }`
  );
}
