import { Component, signal } from '@angular/core';
import { ApplicationInitStatus } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { visibleText } from './visible-text';
import { provideVisibleText } from './visible-text-rendering';

describe('visible text', () => {
  it.each([
    ['web-1', 'web-1'],
    ['Zürich · Köln 北京 שלום مرحبا', 'Zürich · Köln 北京 שלום مرحبا'],
    ['two\tcells\nand lines', 'two\tcells\nand lines'],
    ['a\x1b[8mb\x7f', 'a␛[8mb␡'],
    ['back\bspace\r', 'back␈space␍'],
    ['gpj.\u202egnp.exe', 'gpj.⟨U+202E⟩gnp.exe'],
    ['\u2066isolated\u2069', '⟨U+2066⟩isolated⟨U+2069⟩'],
    ['ad\u200bmin', 'ad⟨U+200B⟩min'],
    ['ad\u200dmin', 'ad⟨U+200D⟩min'],
    ['\ufeffroot', '⟨U+FEFF⟩root'],
    ['c1\u009b31m', 'c1⟨U+009B⟩31m'],
    ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
    ['fill\u115fers\u3164\xad', 'fill⟨U+115F⟩ers⟨U+3164⟩⟨U+00AD⟩'],
    ['selected\ufe0f', 'selected⟨U+FE0F⟩'],
    ['line\u2028separator', 'line⟨U+2028⟩separator'],
    ['👩\u200d💻', '👩\u200d💻'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('is what every binding of a page writes, but no value of a field', async () => {
    @Component({
      template: `<p [title]="name()">Host {{ name() }}</p>
        <hr [attr.aria-label]="name()" />
        @if (name()) {
          <input [value]="name()" />
        }`,
    })
    class Page {
      readonly name = signal('x');
    }
    TestBed.configureTestingModule({ providers: [provideVisibleText()] });
    await TestBed.inject(ApplicationInitStatus).donePromise;
    const fixture = TestBed.createComponent(Page);
    fixture.componentInstance.name.set('we\u202eb');
    await fixture.whenStable();
    const find = (selector: string) => (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>(selector);
    const shown = 'we⟨U+202E⟩b';
    const read = [find('p')?.textContent, find('p')?.title, find('hr')?.getAttribute('aria-label')];
    expect(read).toEqual([`Host ${shown}`, shown, shown]);
    expect((fixture.nativeElement as HTMLElement).querySelector('input')?.value).toBe('we\u202eb');
  });
});
