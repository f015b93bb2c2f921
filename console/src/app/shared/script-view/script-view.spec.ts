import { TestBed } from '@angular/core/testing';
import { ScriptView } from './script-view';

describe('ScriptView', () => {
  it('shows the script to the letter, with its parts told apart', async () => {
    const script = '#!/bin/bash\n\n  if [ "$a" = \'b\' ]; then <b>\tx; fi\n\n';
    const fixture = TestBed.createComponent(ScriptView);
    fixture.componentRef.setInput('script', script);
    fixture.componentRef.setInput('sha256', 'abc');
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.querySelector('pre')?.textContent).toBe(script);
    expect(element.querySelector('.keyword')?.textContent).toBe('if');
    expect(element.querySelector('.variable')?.textContent).toBe('$a');
    expect(element.querySelector('pre b')).toBeNull();
  });

  it('shows a very long script, too', async () => {
    const fixture = TestBed.createComponent(ScriptView);
    fixture.componentRef.setInput('script', 'echo "x"\n'.repeat(20_000));
    fixture.componentRef.setInput('sha256', 'abc');
    await fixture.whenStable();
    expect((fixture.nativeElement as HTMLElement).querySelector('pre')?.textContent).toHaveLength(180_000);
  });
});
