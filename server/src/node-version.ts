/** The oldest Node.js on which the server runs. */
const needed = 24;
const configurationFault = 2;

// What an older one would say by a stack trace, or by a fault hours later.
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(`HyprBox needs Node.js ${needed} or newer, this is ${process.versions.node}\n`);
  process.exit(configurationFault);
}
