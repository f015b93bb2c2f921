'use strict';
const { existsSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');

/**
 * Tells the lint which source file an import means: `./x.js` is written for `./x.ts`, and the libraries are imported by
 * their package names. Without it the import rules would see nothing.
 *
 * @see https://github.com/import-js/eslint-plugin-import/tree/main/resolvers
 */
module.exports = {
  interfaceVersion: 2,
  resolve(source, file) {
    const library = /^@hyprbox\/([a-z-]+)(?:\/([a-z-]+))?$/.exec(source);
    if (library) return { found: true, path: join(root, 'libs', library[1], 'src', `${library[2] ?? 'index'}.ts`) };
    if (!source.startsWith('.')) return { found: false };
    const path = resolve(dirname(file), source);
    const candidates = [path.replace(/\.js$/, '.ts'), path, `${path}.ts`, join(path, 'index.ts')];
    const found = candidates.find((candidate) => existsSync(candidate));
    return found ? { found: true, path: found } : { found: false };
  },
};
