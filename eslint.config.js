import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import angular from 'angular-eslint';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';
import noFolderCircles from './scripts/lint/no-folder-circles.mjs';
import { noRepeatedTitle } from './scripts/lint/no-repeated-title.mjs';

// The rules that oxlint has not, or sees less by: who may import whom, and what Angular and its templates want. All the
// others are in .oxlintrc.json, which takes a twentieth of the time for them.

/** Who may import whom: an import that no policy allows fails the lint. */
const elements = [
  { type: 'contracts', pattern: 'libs/contracts' },
  { type: 'api-client', pattern: 'libs/api-client' },
  { type: 'testing', pattern: 'libs/testing' },
  { type: 'server', pattern: 'server' },
  { type: 'agent', pattern: 'agent' },
  { type: 'cli', pattern: 'cli' },
  { type: 'console', pattern: 'console' },
  { type: 'e2e', pattern: 'e2e' },
  { type: 'bench', pattern: 'bench' },
];
const allowed = {
  contracts: [],
  'api-client': ['contracts'],
  testing: ['contracts'],
  server: ['contracts'],
  agent: ['contracts', 'api-client'],
  cli: ['contracts', 'api-client'],
  console: ['contracts'],
  e2e: ['contracts', 'api-client', 'testing'],
  bench: ['contracts', 'api-client', 'testing'],
};
/** Each folder of the console is a feature, but for what all of them stand on and what puts them together. */
const consoleFolders = readdirSync(new URL('./console/src/app', import.meta.url), { withFileTypes: true });
const consoleFeatures = consoleFolders
  .filter((each) => each.isDirectory() && !['core', 'shared', 'shell', 'testing'].includes(each.name))
  .map(({ name }) => name);
const othersThan = (feature) => consoleFeatures.filter((each) => each !== feature).join('|');
/** `await x.query(…);`, also of an `x` that may be missing, or where it may fail. */
const unusedAnswers = [
  'AwaitExpression',
  'AwaitExpression > ChainExpression',
  'AwaitExpression > CallExpression[callee.property.name="catch"] > MemberExpression',
].map((way) => `:not(ExpressionStatement > ${way} > CallExpression)`);
const policies = (more) =>
  Object.entries(allowed).map(([type, to]) => ({
    from: { element: { type } },
    allow: { to: { element: { type: [type, ...to, ...more] } } },
  }));

export default tseslint.config(
  {
    // JavaScript has no rules here.
    ignores: ['**/dist/', '**/node_modules/', '.angular/', '.hyprbox/', '.cache/', 'coverage/', '**/*.{js,mjs,cjs}'],
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: {
      '@typescript-eslint': tseslint.plugin,
      // @ts-expect-error Its own types lack what ESLint's type of a plugin has.
      boundaries,
      local: { rules: { 'no-folder-circles': noFolderCircles } },
    },
    settings: {
      'boundaries/elements': elements,
      'import/resolver': { [fileURLToPath(new URL('./scripts/lint/source-resolver.cjs', import.meta.url))]: {} },
    },
    rules: {
      // Also what is used as a type alone.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Also negative numbers and templates.
      '@typescript-eslint/no-duplicate-enum-values': 'error',
      '@typescript-eslint/prefer-as-const': 'error',
      'boundaries/dependencies': ['error', { default: 'disallow', policies: policies([]) }],
      'local/no-folder-circles': [
        'error',
        {
          roots: ['server/src', 'agent/src', 'cli/src', 'console/src/app', 'libs/contracts/src', 'libs/api-client/src'],
        },
      ],
    },
  },
  {
    // A module uses another module's service. Its repositories and entities are its own business.
    files: ['server/src/*/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(\\.\\./)?[a-z-]+/(.*/)?[a-z-]+\\.(repository|entity)\\.js$',
              message: "Use the other module's service.",
            },
          ],
        },
      ],
    },
  },
  {
    // The parts of one module know each other.
    files: ['server/src/*/*/**/*.ts'],
    ignores: ['**/*.spec.ts', 'server/src/database/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./\\.\\./[a-z-]+/(.*/)?[a-z-]+\\.(repository|entity)\\.js$',
              message: "Use the other module's service.",
            },
          ],
        },
      ],
    },
  },
  {
    // The rows of SQL are described, so that tests can check what the compiler believes of them.
    files: ['server/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'server/src/database/migrations/**', 'server/src/database/raw-query.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `CallExpression[callee.property.name="query"]${unusedAnswers.join('')}`,
          message: 'Describe the rows: see server/src/database/raw-query.ts.',
        },
        {
          selector:
            'CallExpression[callee.property.name=/^getRaw(One|Many)$/]' +
            ':not(CallExpression[callee.property.name="described"] > AwaitExpression > CallExpression)',
          message: 'Describe the rows: see `described` in server/src/database/raw-query.ts.',
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.e2e.ts', 'server/test/**'],
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', policies: policies(['testing', 'api-client']) }],
    },
  },
  ...consoleFeatures.map((feature) => ({
    // Pages of one feature know the core and what is shared, never another feature.
    files: [`console/src/app/${feature}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: `\\.\\./(${othersThan(feature)})(/|$)`, message: 'Move what both need to core or shared.' },
          ],
        },
      ],
    },
  })),
  {
    files: ['console/src/app/{core,shared}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: `\\.\\./(${consoleFeatures.join('|')})(/|$)`, message: 'Core and shared know no feature.' },
          ],
        },
      ],
    },
  },
  {
    files: ['console/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
  },
  {
    files: ['console/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
    plugins: { hyprbox: { rules: { 'no-repeated-title': noRepeatedTitle } } },
    rules: {
      'hyprbox/no-repeated-title': 'error',
      'no-restricted-syntax': [
        'error',
        {
          // What closes a dialog must not do so while it works, and a menu is closed by the press.
          selector:
            'Element[name="button"]:has(> BoundAttribute[name="disabled"])' +
            ':not(:has(> TextAttribute[name=/^(disabledInteractive|mat-menu-item|mat-dialog-close)$/]))',
          message:
            'A button that is disabled while it works loses the focus: add disabledInteractive, and return early in its handler.',
        },
      ],
    },
  },
);
