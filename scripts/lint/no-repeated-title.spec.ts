import angular from 'angular-eslint';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { noRepeatedTitle } from './no-repeated-title.mjs';

function faultsOf(template: string): number {
  const messages = new Linter().verify(
    template,
    {
      files: ['**/*.html'],
      languageOptions: { parser: angular.templateParser },
      plugins: { hyprbox: { rules: { 'no-repeated-title': noRepeatedTitle } } },
      rules: { 'hyprbox/no-repeated-title': 'error' },
    },
    'page.html',
  );
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages.length;
}

describe('a title that repeats what is read anyway', () => {
  it.each([
    '<button aria-label="Later" title="Later"></button>',
    '<button [attr.aria-label]="label()" [title]="label()"></button>',
    '<h1 [title]="name()">{{ name() }}</h1>',
    '<td [attr.title]="token.name"><a href="x">\n  {{ token.name }}\n</a></td>',
    '<span title="web-1">web-1</span>',
  ])('is one: %s', (template) => expect(faultsOf(template)).toBe(1));

  it.each([
    '<button title="Wrap long lines">Wrap</button>',
    '<time [title]="exact()">{{ words() }}</time>',
    '<td [title]="file.sha256">{{ file.sha256.slice(0, 16) }}…</td>',
    '<button [attr.aria-label]="label()" [title]="why()"></button>',
    '<hb-page-state title="Nothing has run yet" />',
  ])('is none: %s', (template) => expect(faultsOf(template)).toBe(0));
});
