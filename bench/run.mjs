/**
 * Runs the benchmarks one after the other and prints one table: `npm run bench`, or `npm run bench console`. Everything
 * has to be built. A benchmark is a file here that exports `measure`, which gives the table's rows.
 */
import { machine } from './support/machine.mjs';
import { tableOf } from './support/table.mjs';

const benchmarks = [
  'console',
  'heartbeats',
  'history',
  'rolling-restart',
  'comeback',
  'alerts',
  'alert-messages',
  'rollouts',
  'rollout-page',
  'rollout-list',
  'preset-sources',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) throw new Error(`No benchmark ${unknown.join(', ')}. There are: ${benchmarks.join(', ')}`);

console.log(`${machine()} before the run\n`);
const rows = [];
for (const name of wanted.length > 0 ? wanted : benchmarks) {
  const { measure } = await import(`./${name}.mjs`);
  rows.push(...(await measure()));
}
console.log(tableOf(rows));
if (rows.some(({ ok }) => ok === false)) process.exitCode = 1;
