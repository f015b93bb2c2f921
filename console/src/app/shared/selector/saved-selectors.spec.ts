import { Component, signal } from '@angular/core';
import type { Selector } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { FakeServer } from '../../testing/fake-server';
import { fieldLabelled, fillIn } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { SelectorField } from './selector-field';
import { selectorForm } from './selector-form';

@Component({ imports: [SelectorField], template: `<hb-selector-field [form]="form()" />` })
class FormWithHosts {
  protected readonly form = signal(selectorForm({ all: true }));
}

const saved = (name: string, selector: Selector): object => ({
  name,
  selector,
  updatedBy: null,
  updatedByName: null,
  updatedAt: '2026-03-01T00:00:00.000Z',
});

describe('saved selectors', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('POST /api/nodes/select', { count: 2, digest: '', items: [] })
      .on('GET /api/nodes/tags', { items: [], nextCursor: null })
      .on('GET /api/selectors', { items: [saved('Web in Europe', { tagsAll: ['web', 'eu'] })], nextCursor: null })
      .on('PUT /api/selectors/Databases', saved('Databases', { tagsAny: ['db'] }));
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(FormWithHosts, 'form', '/dashboard/form', user);

  it('fill in the form with what one of them means', async () => {
    const harness = await open();
    harness.control('Saved selectors').click();
    await server.until(() => expect(document.body.textContent).toContain('Web in Europe'));
    const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')][0];
    item?.click();
    await server.until(() => expect(fieldLabelled('All of these tags').value).toBe('web, eu'));
  });

  it('get what is selected under a name', async () => {
    const harness = await open();
    harness.control('By tags').click();
    await server.until(() => expect(harness.text).toContain('Any of these tags'));
    fillIn('Any of these tags', 'db');
    await server.until(() => expect(harness.text).toContain('Save this selector'));
    harness.control('Save this selector').click();
    await server.until(() => expect(document.activeElement).toBe(fieldLabelled('Its name')));
    fillIn('Its name', 'Databases');
    harness.control('Save').click();
    await server.until(() => expect(server.calls('PUT /api/selectors/Databases')).toHaveLength(1));
    expect(server.calls('PUT /api/selectors/Databases')[0]?.body).toEqual({ selector: { tagsAny: ['db'] } });
    await server.until(() => expect(harness.text).not.toContain('Its name'));
    expect(document.activeElement).toBe(harness.control('Save this selector'));
  });

  it('are only taken by those who may run nothing', async () => {
    const harness = await open(aUser({ role: 'VIEWER' }));
    expect(harness.text).toContain('Saved selectors');
    expect(harness.text).not.toContain('Save this selector');
  });
});
