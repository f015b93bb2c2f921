import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PointedName } from './pointed-name';

@Component({
  imports: [PointedName],
  template: `
    <button type="button" aria-label="Find" aria-keyshortcuts="Control+F Meta+F" hbPointedName></button>
    <p class="whole" hbPointedName>web-1</p>
    <p class="cut" hbPointedName><b>a-host-with-a-long-name</b></p>
  `,
})
class Page {}

describe('the name of what is pointed at', () => {
  function open(): (selector: string) => HTMLElement {
    const page = TestBed.createComponent(Page).nativeElement as HTMLElement;
    // There is no layout here.
    for (const element of page.querySelectorAll('p')) {
      const isCut = element.className === 'cut';
      Object.defineProperties(element, { clientWidth: { value: 60 }, scrollWidth: { value: isCut ? 90 : 60 } });
    }
    return (selector) => {
      const element = page.querySelector<HTMLElement>(selector);
      if (element === null) throw new Error(`no ${selector}`);
      return element;
    };
  }

  it.each([
    ['button', 'Find (Ctrl F)'],
    ['.whole', ''],
    ['.cut', 'a-host-with-a-long-name'],
  ])('of %s is “%s”, and nobody else hears it', (selector, name) => {
    const element = open()(selector);
    expect(element.hasAttribute('title')).toBe(false);
    element.dispatchEvent(new Event('pointerenter'));
    expect(element.title).toBe(name);
    element.dispatchEvent(new Event('pointerleave'));
    expect(element.hasAttribute('title')).toBe(false);
  });
});
