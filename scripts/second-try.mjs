/** More than so many that fail have one cause, which a second try does not take away. */
const FILES_MAX = 3;

/**
 * Where nobody watches, one stall of a busy machine must not cost a whole run: the few files of tests that failed are run
 * once more, each from its beginning, as its tests may go on with what the ones before them made. What passes then is a
 * fault to look for all the same: it is named, and shown as it failed.
 *
 * @param {(files: string[]) => Promise<{ ok: boolean, output: string }>} run all files where none are named
 * @returns {Promise<{ ok: boolean, output: string, shown?: boolean }>}
 */
export async function withSecondTry(run) {
  const first = await run([]);
  const files = failedFiles(first.output);
  if (first.ok || process.env.CI === undefined || files.length === 0 || files.length > FILES_MAX) return first;
  const second = await run(files);
  const flaky = second.ok ? files.map((file) => `flaky: ${file}\n`) : [];
  return { ok: second.ok, output: [first.output, ...flaky, second.output].join('\n'), shown: true };
}

/** By the lines of the reporter in vitest.config.ts; none where one of them must not be tried again. */
function failedFiles(output) {
  if (/^failed for good: /m.test(output)) return [];
  return [...output.matchAll(/^failed: (\S+)$/gm)].map(([, file]) => file);
}
