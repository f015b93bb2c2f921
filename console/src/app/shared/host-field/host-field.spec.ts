import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { DOWN_ARROW, ENTER } from '@angular/cdk/keycodes';
import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { aNode } from '../../testing/builders';
import { eventually } from '../../testing/eventually';
import { FakeServer } from '../../testing/fake-server';
import { HostField } from './host-field';

@Component({
  imports: [HostField],
  template: `<hb-host-field [nodeId]="nodeId()" (changed)="take($event)" />`,
})
class Host {
  readonly nodeId = signal<string | null>(null);
  readonly told: (string | null)[] = [];

  take(nodeId: string | null): void {
    this.told.push(nodeId);
    this.nodeId.set(nodeId);
  }
}

describe('host field', () => {
  let server: FakeServer;
  let host: Host;
  let field: HTMLInputElement;

  async function show(nodeId: string | null = null): Promise<void> {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    server = new FakeServer().on('GET /api/nodes', ({ params }) => ({
      items: ['db-1', 'web-1', 'web-2'].filter((id) => id.includes(params.get('q') ?? '')).map((id) => aNode({ id })),
      nextCursor: null,
    }));
    const fixture = TestBed.createComponent(Host);
    document.body.append(fixture.nativeElement as HTMLElement);
    host = fixture.componentInstance;
    host.nodeId.set(nodeId);
    await eventually(() => {
      const found = (fixture.nativeElement as HTMLElement).querySelector('input');
      expect(found?.value).toBe(nodeId ?? '');
      if (found !== null) field = found;
    });
  }

  const options = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('mat-option')];

  async function type(text: string): Promise<void> {
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await server.until(() => expect(options().map((option) => option.textContent.trim())).toEqual(['web-1', 'web-2']));
  }

  function press(keyCode: number, key: string): void {
    field.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true }));
    TestBed.tick();
  }

  it('takes the option that the arrow keys are on, not what was typed', async () => {
    await show();
    await type('we');
    press(DOWN_ARROW, 'ArrowDown');
    press(DOWN_ARROW, 'ArrowDown');
    press(ENTER, 'Enter');
    expect(host.told).toEqual(['web-2']);
    expect(field.value).toBe('web-2');
  });

  it('takes the option that is pressed, though the field is left for it', async () => {
    await show();
    await type('we');
    field.dispatchEvent(new Event('change', { bubbles: true }));
    expect(host.told).toEqual([]);
    options()[0]?.click();
    await eventually(() => expect(host.told).toEqual(['web-1']));
  });

  it('takes what was typed where no option is chosen', async () => {
    await show();
    await type('web');
    press(ENTER, 'Enter');
    expect(host.told).toEqual(['web']);
  });

  it('is for all hosts again when it is emptied', async () => {
    await show('web-1');
    field.value = '';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    press(ENTER, 'Enter');
    expect(host.told).toEqual([null]);
  });
});
