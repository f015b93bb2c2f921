import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import type { ChangeTags, Node, SelectRequest, Selector } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { aNode, aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { FleetHosts } from '../fleet-hosts';
import { fleetQuery } from '../fleet-query';
import { FleetStore } from '../fleet-store';
import { FleetWalk } from '../fleet-walk';
import { TagHosts } from './tag-hosts';

@Component({
  imports: [TagHosts],
  providers: [FleetHosts, FleetWalk, FleetStore],
  template: `<hb-tag-hosts [query]="query()" />`,
})
class Overview {
  private readonly store = inject(FleetStore);
  readonly q = input<string>();
  readonly tag = input<string>();
  protected readonly query = computed(() => fleetQuery({ q: this.q() ?? '', tag: this.tag() ?? '' }));

  constructor() {
    effect(() => {
      const query = this.query();
      untracked(() => this.store.show(query));
    });
  }
}

const fleet = [
  aNode({ id: 'web-1', hostname: 'web-1', tags: ['web'] }),
  aNode({ id: 'web-2', hostname: 'web-2', tags: [] }),
  aNode({ id: 'db-1', hostname: 'db-1', tags: ['db'] }),
];

describe('tags of many hosts', () => {
  let server: FakeServer;
  let harness: PageHarness;

  /** @param counts how many hosts each tag is changed on, by what the selector says of it */
  async function open(query = '', { hosts = fleet, counts = (_: Selector): number => 2, user = aUser() } = {}) {
    const found = (q: string | null): Node[] => hosts.filter(({ id }) => id.includes(q ?? ''));
    server = new FakeServer()
      .on('GET /api/nodes', ({ params }) => ({ items: found(params.get('q')), nextCursor: null }))
      .on('GET /api/nodes/tags', { items: [], nextCursor: null })
      .on('POST /api/nodes/tags', { changed: 0, unchanged: 0 })
      .on('POST /api/nodes/select', ({ body }) => {
        // What the console sends.
        return { count: counts((body as SelectRequest).selector), digest: '', items: [] };
      });
    harness = await PageHarness.open(Overview, 'fleet', `/dashboard/fleet${query}`, user);
    await server.until(() => expect(server.calls('GET /api/nodes').length).toBeGreaterThan(0));
  }

  async function openForm(...how: Parameters<typeof open>): Promise<void> {
    await open(...how);
    await server.until(() => expect(button('Tag hosts…').getAttribute('aria-disabled')).not.toBe('true'));
    button('Tag hosts…').click();
    await server.until(() => expect(harness.overlay).toContain('Tags to add'));
  }

  const button = (words: string): HTMLElement => harness.control(words);
  const until = (assertion: () => void): Promise<void> => server.until(assertion);
  const says = (words: string): Promise<void> => until(() => expect(harness.overlay).toContain(words));
  const sent = (): unknown[] => server.calls('POST /api/nodes/tags').map(({ body }) => body);

  it('are not for those who may not manage hosts', async () => {
    await open('', { user: aUser({ role: 'VIEWER' }) });
    expect(() => button('Tag hosts…')).toThrow();
  });

  it('are changed on the hosts of the filter’s tag, once it has been said on how many', async () => {
    // Of the hosts in Europe 12 are no web servers yet, and one is a database.
    const counts = ({ tagsNone }: Selector): number => (tagsNone?.includes('web') === true ? 12 : 1);
    await openForm('?tag=eu', { counts });
    expect(fieldLabelled('Any of these tags').value).toBe('eu');
    await says('Say which tags to add or to remove.');
    fillIn('Tags to add', 'web');
    fillIn('Tags to remove', 'db');
    button('Change the tags').click();
    await says('12 hosts get web, 1 host loses db.');
    expect(sent()).toEqual([]);
    const asked = server.calls('POST /api/nodes/select').map(({ body }) => body);
    expect(asked).toContainEqual({ selector: { tagsAny: ['eu'], tagsNone: ['web'] } });
    expect(asked).toContainEqual({ selector: { tagsAny: ['eu'], tagsAll: ['db'] } });

    server.on('POST /api/nodes/tags', { changed: 12, unchanged: 3 });
    const read = server.calls('GET /api/nodes').length;
    button('Change the tags').click();
    await says('The tags of 12 hosts are changed; 3 hosts had them like that already.');
    const change: ChangeTags = { selector: { tagsAny: ['eu'] }, add: ['web'], remove: ['db'] };
    expect(sent()).toEqual([change]);
    await until(() => expect(server.calls('GET /api/nodes').length).toBeGreaterThan(read));
    expect(harness.overlay).not.toContain('Tags to add');
  });

  it('are changed on the hosts that a search has found, by their names', async () => {
    await openForm('?q=web');
    await until(() => expect(fieldLabelled('Hosts, with commas between').value).toBe('web-1, web-2'));
  });

  it('ask for another filter where a search finds more hosts than can be named', async () => {
    const hosts = Array.from({ length: alertLimits.selectorEntries + 1 }, (_, index) => aNode({ id: `web-${index}` }));
    await openForm('?q=web', { hosts });
    await says('The filter shows 501 hosts, and at most 500 can be named.');
    await says('Say which hosts.');
  });

  it('are changed on no host that nobody has named', async () => {
    await openForm();
    fillIn('Tags to add', 'web');
    await says('Say which hosts.');
    button('Change the tags').click();
    harness.control('All hosts').click();
    await says('2 hosts get web.');
    const asked = server.calls('POST /api/nodes/select').map(({ body }) => body);
    expect(asked).toContainEqual({ selector: { tagsNone: ['web'] } });
    expect(sent()).toEqual([]);
  });

  it('are not changed where that changes nothing', async () => {
    await openForm('?tag=eu', { counts: () => 0 });
    fillIn('Tags to add', 'web prod');
    await says('No host gets web, no host gets prod.');
    button('Change the tags').click();
    await until(() => expect(button('Change the tags').getAttribute('aria-disabled')).toBe('true'));
    expect(sent()).toEqual([]);
  });

  it('say what can be no tag, and what cannot be added and removed at once', async () => {
    await openForm('?tag=eu');
    fillIn('Tags to add', '-web');
    button('Change the tags').click();
    await until(() => expect(wordsAtField('Tags to add')).toContain('A tag begins with a letter or digit'));
    await until(() => expect(document.activeElement).toBe(fieldLabelled('Tags to add')));
    fillIn('Tags to add', 'web, db');
    fillIn('Tags to remove', 'db');
    await says('“db” cannot be added and removed at once.');
    expect(sent()).toEqual([]);
  });

  it('say at the field which host would have too many, and are sent again when that is put right', async () => {
    await openForm('?tag=eu');
    const detail = 'would give web-1 more than 32 tags: take some from it, or leave it out';
    server.on(
      'POST /api/nodes/tags',
      new Refusal(400, {
        title: 'Too many tags',
        detail: 'No tags were changed: a host would have too many.',
        errors: [{ pointer: '/add', detail }],
      }),
    );
    fillIn('Tags to add', 'web');
    await says('2 hosts get web.');
    button('Change the tags').click();
    await says('No tags were changed: a host would have too many.');
    await until(() => expect(wordsAtField('Tags to add')).toContain(detail));
    server.on('POST /api/nodes/tags', { changed: 2, unchanged: 0 });
    button('Change the tags').click();
    await says('The tags of 2 hosts are changed.');
    expect(sent()).toHaveLength(2);
  });

  it('say that it cannot be told what they change, and count again', async () => {
    await openForm('?tag=eu');
    server.on('POST /api/nodes/select', new Refusal(403, { title: 'Not allowed' }));
    fillIn('Tags to add', 'web');
    await says('What this changes cannot be told. Not allowed');
    expect(button('Change the tags').getAttribute('aria-disabled')).toBe('true');
    server.on('POST /api/nodes/select', { count: 1, digest: '', items: [] });
    button('Try again').click();
    await says('1 host gets web.');
  });
});
