import { TestBed } from '@angular/core/testing';
import { FilterFold } from './filter-fold';

describe('FilterFold', () => {
  it('says how many filters are set, and whether they are shown', async () => {
    const fixture = TestBed.createComponent(FilterFold);
    fixture.componentRef.setInput('filter', { status: 'FAILED', by: null, preset: 'nginx-site' });
    await fixture.whenStable();
    const element: HTMLElement = fixture.nativeElement;
    const button = element.querySelector('button');
    expect(button?.textContent).toMatch(/Filters \(2\)\s*$/);
    expect(button?.getAttribute('aria-expanded')).toBe('false');
    button?.click();
    await fixture.whenStable();
    expect(button?.getAttribute('aria-expanded')).toBe('true');
    expect(element.querySelector('.folded')).toBeNull();
  });
});
