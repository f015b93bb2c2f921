import { TestBed } from '@angular/core/testing';
import { ApiProblem } from '../../core/api/problem';
import { ShowMore } from './show-more';

describe('ShowMore', () => {
  async function open(inputs: Record<string, unknown>) {
    const fixture = TestBed.createComponent(ShowMore);
    const asked = vi.fn();
    fixture.componentInstance.more.subscribe(asked);
    const set = async (values: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(values)) fixture.componentRef.setInput(name, value);
      await fixture.whenStable();
    };
    await set(inputs);
    const element = fixture.nativeElement as HTMLElement;
    return { element, asked, set, button: () => element.querySelector('button') };
  }

  it('asks for more, once while it is on its way, and stays a button that can be reached', async () => {
    const { asked, set, button } = await open({ hasMore: true });
    button()?.click();
    await set({ loading: true });
    button()?.click();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(button()?.textContent.trim()).toBe('Loading…');
    expect(button()?.disabled).toBe(false);
    expect(button()?.getAttribute('aria-disabled')).toBe('true');
  });

  it('says when that is all', async () => {
    const { element, set, button } = await open({ hasMore: true });
    button()?.click();
    await set({ hasMore: false });
    expect(button()).toBeNull();
    expect(element.textContent.trim()).toBe('That is all.');
  });

  it('says nothing below a list that was never longer', async () => {
    const { element } = await open({ hasMore: false });
    expect(element.textContent.trim()).toBe('');
  });

  it('says why more did not come, and can be asked again', async () => {
    const problem = new ApiProblem({
      kind: 'unreachable',
      status: 0,
      code: 'UNREACHABLE',
      title: 'The server does not answer',
      detail: 'Try again.',
    });
    const { element, button } = await open({ hasMore: true, problem });
    expect(element.querySelector('[role=alert]')?.textContent).toBe('The server does not answer. Try again.');
    expect(button()).not.toBeNull();
  });
});
