import { parseArgs } from 'node:util';
import { ensureInstalled } from './installation.mjs';
import { buildParts } from './parts.mjs';

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });

await ensureInstalled();
const results = await buildParts({ force: values.force });
for (const { name, ok, output } of results) {
  console.log(`${ok ? 'built' : 'FAILED'}  ${name}`);
  if (!ok || output.trim() !== '') console.log(output.trimEnd());
}
if (results.length === 0) console.log('Everything is up to date.');
if (results.some(({ ok }) => !ok)) process.exitCode = 1;
