import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Loads the server's own code for presets, bundled from its sources, so that what is tested is what the server renders
 * and nothing has to be built first.
 *
 * @param {string} root the checkout
 * @returns {Promise<{ all: () => any[], functions: any[], render: (preset: any, variables: object) => any }>}
 */
export async function loadCatalogue(root) {
  const { PresetCatalogue, loadFunctions, renderPreset, checkVariables } = await importServerCode(root);
  const dir = join(root, 'server/presets');
  const catalogue = await PresetCatalogue.load(dir, null);
  return {
    all: () => catalogue.all(),
    functions: [...(await loadFunctions(dir, null)).values()],
    render(preset, variables) {
      const { values, faults } = checkVariables(preset.summary.variables, variables);
      if (faults.length > 0) throw new Error(`the sample is not valid: ${JSON.stringify(faults)}`);
      return renderPreset({ ...preset.summary, ...preset }, values);
    },
  };
}

async function importServerCode(root) {
  const dir = await mkdtemp(join(tmpdir(), 'hyprbox-presets-'));
  try {
    const bundle = join(dir, 'presets.mjs');
    await build({
      stdin: {
        contents: `
          export { PresetCatalogue } from './preset-catalogue.js';
          export { loadFunctions } from './function-library.js';
          export { renderPreset } from './render.js';
          export { checkVariables } from './variable-check.js';`,
        resolveDir: join(root, 'server/src/presets'),
      },
      conditions: ['hyprbox-source', 'module'],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      // The yaml package is CommonJS and asks for Node's modules by require.
      banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    });
    return await import(pathToFileURL(bundle).href);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
