/**
 * The console's pages, read from its source: from the routes which lazy modules a page consists of, and from the
 * `first-calls.ts` beside each of these what it asks the server for when it is opened.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { inRoot } from './repository.mjs';

const source = 'console/src/app';

/**
 * Pages by their addresses or, where not `exact`, what these begin with, the first that matches first; `entries` are the
 * sources of their lazy modules. A feature that brings its own routes is known up to these.
 *
 * @returns {Promise<{ path: string, exact: boolean, entries: string[], calls: string[] }[]>}
 */
export async function consolePages() {
  const text = readFileSync(inRoot(source, 'app.routes.ts'), 'utf8');
  const file = ts.createSourceFile('app.routes.ts', text, ts.ScriptTarget.Latest, true);
  const routes = find(file, (node) => ts.isVariableDeclaration(node) && node.name.getText() === 'routes')?.initializer;
  const pages = pagesOf(routes, '', []);
  return Promise.all(
    pages.map(async (page) => ({ ...page, calls: (await Promise.all(page.entries.map(firstCalls))).flat() })),
  );
}

function pagesOf(routes, parent, above) {
  return routes.elements.flatMap((route) => {
    const path = property(route, 'path').text;
    const component = property(route, 'loadComponent');
    if (component === undefined || path === '**') return [];
    const entries = [...above, `${source}/${lazyImport(component)}.ts`];
    const address = path === '' ? parent : `${parent}/${path}`;
    const children = property(route, 'children');
    if (children !== undefined) {
      return [...pagesOf(children, address, entries), { path: `${address}/`, exact: false, entries }];
    }
    const parameter = address.indexOf(':');
    return [{ path: parameter < 0 ? address : address.slice(0, parameter), exact: parameter < 0, entries }];
  });
}

function property(route, name) {
  return route.properties.find((each) => each.name?.getText() === name)?.initializer;
}

/** The module that a route loads, such as `shell/shell`. */
function lazyImport(load) {
  const call = find(load, (node) => ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword);
  return call.arguments[0].text.replace(/^\.\//, '');
}

function find(node, matches) {
  return matches(node) ? node : ts.forEachChild(node, (child) => find(child, matches));
}

/** Runs a `first-calls.ts` with what it imports, from the sources: nothing else has to be built. */
async function firstCalls(entry) {
  const path = inRoot(join(dirname(entry), 'first-calls.ts'));
  if (!existsSync(path)) return [];
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['hyprbox-source'],
  });
  const module = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return module.firstCalls();
}
