import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { Drafts } from '../core/session/drafts';
import { Session } from '../core/session/session';
import { alertsAside } from '../testing/alerts-aside';
import { backupsAside } from '../testing/backups-aside';
import { aNode, aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { NodePage } from './node-page';

async function open(tags: string[] = ['web'], user = aUser()): Promise<PageHarness> {
  TestBed.configureTestingModule({
    deferBlockBehavior: DeferBlockBehavior.Manual,
    providers: [alertsAside, backupsAside],
  });
  const harness = await PageHarness.open(NodePage, 'nodes/:nodeId', '/dashboard/nodes/web-1', user);
  await harness.answer('/api/nodes/web-1/status', aNode({ tags }));
  await harness.says('Online');
  return harness;
}

async function typeTag(harness: PageHarness, tag: string): Promise<void> {
  await harness.press('Add a tag');
  const field = harness.page.querySelector<HTMLInputElement>('input[aria-label="New tag"]');
  if (field === null) throw new Error('There is no field for a tag.');
  field.value = tag;
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
  await harness.settle();
}

function tags(harness: PageHarness): (string | null)[] {
  return [...harness.page.querySelectorAll('hb-node-tags li a')].map(({ textContent }) => textContent);
}

describe('tags of a host', () => {
  it('shows a new tag before the server has answered, and keeps what the server made of it', async () => {
    const harness = await open();
    await typeTag(harness, 'prod');
    await harness.until(() => tags(harness).join() === 'web,prod');
    const { request } = await harness.answer('/api/nodes/web-1', aNode({ tags: ['prod', 'web'] }), 'PATCH');
    expect(request.body).toEqual({ tags: ['web', 'prod'] });
    await harness.until(() => tags(harness).join() === 'prod,web');
  });

  it('takes a refused tag back, and says why beside what was typed', async () => {
    const harness = await open();
    await typeTag(harness, 'prod');
    await harness.refuse('/api/nodes/web-1', 503, 'The database is away.', {}, 'PATCH');
    await harness.says('“prod” was not added. The database is away.');
    expect(tags(harness)).toEqual(['web']);
    expect(harness.page.querySelector<HTMLInputElement>('input[aria-label="New tag"]')?.value).toBe('prod');
  });

  it('does not ask the server for what cannot be a tag', async () => {
    const harness = await open();
    await typeTag(harness, 'two words');
    await harness.says('A tag begins with a letter or digit');
    expect(harness.pending('/api/nodes/web-1')).toHaveLength(0);
  });

  it('removes a tag at once, and brings it back when the server refuses', async () => {
    const harness = await open(['prod', 'web']);
    await harness.press('Remove the tag prod');
    await harness.until(() => tags(harness).join() === 'web');
    await harness.refuse('/api/nodes/web-1', 500, 'It broke.', {}, 'PATCH');
    await harness.until(() => tags(harness).join() === 'prod,web');
    await harness.until(() => harness.overlay.includes('“prod” was not removed.'));
  });

  it('sends the second change after the first, made from what the first left', async () => {
    const harness = await open(['a', 'b', 'c']);
    await harness.press('Remove the tag a');
    await harness.press('Remove the tag b');
    await harness.answer('/api/nodes/web-1', aNode({ tags: ['b', 'c'] }), 'PATCH');
    await harness.until(() => tags(harness).join() === 'c');
    const { request } = await harness.answer('/api/nodes/web-1', aNode({ tags: ['c'] }), 'PATCH');
    expect(request.body).toEqual({ tags: ['c'] });
  });
});

describe('what was typed when the server ended the session', () => {
  async function signInAgain(harness: PageHarness): Promise<void> {
    await harness.until(() => harness.url.startsWith('/login') && harness.overlay === '');
    const signedIn = TestBed.inject(Session).signIn({ email: 'mkeller@example.net', password: 'right' });
    await harness.answer('/api/auth/login', { user: aUser(), token: 'jwt', expiresAt: '' }, 'POST');
    await signedIn;
    await TestBed.inject(Router).navigateByUrl('/dashboard/nodes/web-1');
    await harness.until(() => harness.has('.hb-skeleton'));
    await harness.answer('/api/nodes/web-1/status', aNode({ tags: ['web'] }));
  }

  it('is in the field for a tag after the next sign-in, until it is saved', async () => {
    const harness = await open();
    await typeTag(harness, 'prod');
    await harness.refuse('/api/nodes/web-1', 401, 'Sign in first.', {}, 'PATCH');
    await signInAgain(harness);
    const field = harness.page.querySelector<HTMLInputElement>('input[aria-label="New tag"]');
    expect(field?.value).toBe('prod');
    field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
    await harness.settle();
    await harness.answer('/api/nodes/web-1', aNode({ tags: ['prod', 'web'] }), 'PATCH');
    expect(TestBed.inject(Drafts).find('nodes/web-1/tag')).toBeUndefined();
  });

  it('is in the dialog for a name after the next sign-in, but not after Cancel', async () => {
    const harness = await open();
    await harness.press('Rename');
    await harness.type('displayName', 'Shop');
    await harness.press('Save');
    await harness.refuse('/api/nodes/web-1', 401, 'Sign in first.', {}, 'PATCH');
    await signInAgain(harness);
    await harness.until(() => harness.overlay.includes('Display name'));
    expect(document.querySelector<HTMLInputElement>('input[formcontrolname="displayName"]')?.value).toBe('Shop');
    await harness.press('Cancel');
    await harness.until(() => harness.overlay === '');
    expect(TestBed.inject(Drafts).find('nodes/web-1/name')).toBeUndefined();
  });
});

describe('management of a host', () => {
  it('is not offered to those who may not manage hosts', async () => {
    const harness = await open(['web'], aUser({ role: 'OPERATOR' }));
    expect(tags(harness)).toEqual(['web']);
    for (const words of ['Add a tag', 'Remove the tag web', 'Rename', 'Decommission']) {
      expect(() => harness.control(words)).toThrow();
    }
  });

  it('renames the host', async () => {
    const harness = await open();
    await harness.press('Rename');
    await harness.type('displayName', ' Shop front ');
    await harness.press('Save');
    const { request } = await harness.answer('/api/nodes/web-1', aNode({ displayName: 'Shop front' }), 'PATCH');
    expect(request.body).toEqual({ displayName: 'Shop front' });
    await harness.until(() => !harness.overlay.includes('Display name'));
  });

  it('keeps a name that the server refused in its dialog', async () => {
    const harness = await open();
    await harness.press('Rename');
    await harness.type('displayName', 'Shop');
    await harness.press('Save');
    await harness.refuse('/api/nodes/web-1', 403, 'Your role does not allow this.', {}, 'PATCH');
    await harness.until(() => harness.overlay.includes('Your role does not allow this.'));
    await harness.press('Cancel');
  });

  it('decommissions only who is named', async () => {
    const harness = await open();
    await harness.press('Decommission');
    await harness.type('name', 'web-2');
    dialogButton('Decommission').click();
    await harness.until(() => harness.overlay.includes('This is not the id of the host.'));
    await harness.type('name', 'web-1');
    dialogButton('Decommission').click();
    await harness.answer('/api/nodes/web-1', null, 'DELETE');
    await harness.until(() => harness.url === '/dashboard' && harness.overlay.includes('web-1 is decommissioned.'));
  });

  it('says why a host was not decommissioned', async () => {
    const harness = await open();
    await harness.press('Decommission');
    await harness.type('name', 'web-1');
    dialogButton('Decommission').click();
    await harness.refuse('/api/nodes/web-1', 503, 'The database is away.', {}, 'DELETE');
    await harness.until(() => harness.overlay.includes('The database is away.'));
    await harness.press('Keep');
    expect(harness.url).toBe('/dashboard/nodes/web-1');
  });
});

function dialogButton(words: string): HTMLElement {
  const buttons = [...document.querySelectorAll<HTMLElement>('mat-dialog-container button')];
  const found = buttons.find(({ textContent }) => textContent?.trim() === words);
  if (found === undefined) throw new Error(`The dialog has no button “${words}”.`);
  return found;
}
