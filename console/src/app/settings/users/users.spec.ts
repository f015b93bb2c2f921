import { Clipboard } from '@angular/cdk/clipboard';
import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { Invitation, UserAccount } from '@hyprbox/contracts';
import { Drafts } from '../../core/session/drafts';
import { Session } from '../../core/session/session';
import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { Users } from './users';

function anAccount(change: Partial<UserAccount> = {}): UserAccount {
  return {
    ...aUser({ id: 'user-2', email: 'jdoe@example.net', name: 'Jane Doe', role: 'VIEWER' }),
    disabled: false,
    createdAt: '2026-01-02T03:04:05.000Z',
    lastLoginAt: null,
    ...change,
  };
}

const own = anAccount(aUser());

function open(user = aUser()): Promise<PageHarness> {
  return PageHarness.open(Users, 'settings', '/dashboard/settings', user);
}

async function opened(...others: UserAccount[]): Promise<PageHarness> {
  const harness = await open();
  await harness.answer('/api/users', { items: [own, ...others], nextCursor: null });
  await harness.answer('/api/users/invitations', { items: [], nextCursor: null });
  return harness;
}

function rowOf(harness: PageHarness, name: string): HTMLElement {
  const rows = [...harness.page.querySelectorAll<HTMLElement>('tbody tr')];
  const row = rows.find(({ textContent }) => textContent?.includes(name));
  if (row === undefined) throw new Error(`No row of ${name}`);
  return row;
}

/** Chooses from the select with this label, on the page or in a dialog. */
async function choose(harness: PageHarness, label: string, option: string): Promise<void> {
  const document = TestBed.inject(DOCUMENT);
  const selects = [...document.querySelectorAll<HTMLElement>('mat-select')];
  const select = selects.find((each) => each.getAttribute('aria-label') === label) ?? selects.at(-1);
  select?.click();
  await harness.until(() => document.querySelector('mat-option') !== null);
  const options = [...document.querySelectorAll<HTMLElement>('mat-option')];
  options.find(({ textContent }) => textContent?.trim() === option)?.click();
  await harness.settle();
}

describe('users', () => {
  it('holds their room while they are loading', async () => {
    const harness = await open();
    expect(harness.text).toContain('Loading the users');
  });

  it('shows role, state and last sign-in of each', async () => {
    const seen = new Date(Date.now() - 3 * 60 * 60 * 1000).toISOString();
    const harness = await opened(
      anAccount({ lastLoginAt: seen }),
      anAccount({ id: 'user-3', name: 'Guest', disabled: true }),
    );
    await harness.says('Viewer');
    expect(rowOf(harness, 'Jane Doe').textContent).toMatch(/jdoe@example\.net.*Viewer.*Active.*3 h ago/s);
    expect(rowOf(harness, 'Guest').textContent).toMatch(/Disabled.*Never/s);
  });

  it('offers nothing that would lock the admin out of their own account', async () => {
    const row = rowOf(await opened(anAccount()), 'M. Keller');
    expect(row.textContent).toContain('You');
    expect(row.querySelector('button, mat-select')).toBeNull();
  });

  it('keeps accounts from those who may not manage them', async () => {
    const harness = await open(aUser({ role: 'OPERATOR' }));
    expect(harness.text).toContain('Only admins manage users');
    expect(harness.pending('/api/users')).toEqual([]);
    expect(() => harness.control('Invite a user')).toThrow();
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await harness.refuse('/api/users', 500, 'It broke.');
    await harness.says('It broke.');
    await harness.press('Try again');
    await harness.answer('/api/users', { items: [anAccount()], nextCursor: null });
    await harness.says('Jane Doe');
  });

  it('shows more when there are more', async () => {
    const harness = await open();
    await harness.answer('/api/users', { items: [own], nextCursor: 'after' });
    await harness.press('Show more users');
    await harness.refuse('/api/users', 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.says('M. Keller');
    await harness.press('Show more users');
    const { request } = await harness.answer('/api/users', { items: [anAccount()], nextCursor: null });
    expect(request.params.get('cursor')).toBe('after');
    expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(2);
  });

  it('changes a role and says so', async () => {
    const harness = await opened(anAccount());
    await choose(harness, 'Role of Jane Doe', 'Operator');
    const { request } = await harness.answer('/api/users/user-2', anAccount({ role: 'OPERATOR' }), 'PATCH');
    expect(request.body).toEqual({ role: 'OPERATOR' });
    await harness.until(() => harness.overlay.includes('Jane Doe now has the role Operator.'));
    expect(rowOf(harness, 'Jane Doe').textContent).toContain('Operator');
  });

  it('says why a role stays as it is, and shows it', async () => {
    const harness = await opened(anAccount({ role: 'ADMIN' }));
    await choose(harness, 'Role of Jane Doe', 'Viewer');
    expect(rowOf(harness, 'Jane Doe').textContent).toContain('Viewer');
    await harness.refuse('/api/users/user-2', 409, 'This is the last active admin.', {}, 'PATCH');
    await harness.until(() => harness.overlay.includes('Jane Doe was not changed: This is the last active admin.'));
    expect(rowOf(harness, 'Jane Doe').textContent).toContain('Admin');
  });

  it('disables only after it was asked', async () => {
    const harness = await opened(anAccount());
    await harness.press('Disable Jane Doe');
    await harness.until(() => harness.overlay.includes('signed out everywhere'));
    expect(harness.pending('/api/users/user-2')).toEqual([]);
    await harness.press('Disable');
    await harness.until(() => harness.overlay === '');
    const { request } = await harness.answer('/api/users/user-2', anAccount({ disabled: true }), 'PATCH');
    expect(request.body).toEqual({ disabled: true });
    expect(harness.control('Enable Jane Doe')).toBeDefined();
  });

  it('disables nobody when the question is answered with no', async () => {
    const harness = await opened(anAccount());
    await harness.press('Disable Jane Doe');
    await harness.press('Keep');
    await harness.until(() => harness.overlay === '');
    expect(harness.pending('/api/users/user-2')).toEqual([]);
  });

  it('enables at once', async () => {
    const harness = await opened(anAccount({ disabled: true }));
    await harness.press('Enable Jane Doe');
    const { request } = await harness.answer('/api/users/user-2', anAccount(), 'PATCH');
    expect(request.body).toEqual({ disabled: false });
    await harness.until(() => harness.overlay.includes('Jane Doe may sign in again.'));
  });
});

describe('an invitation', () => {
  const invitation = {
    id: 'invitation-1',
    email: 'new@example.net',
    role: 'VIEWER',
    token: 'to+ken',
    expiresAt: '2026-01-09T03:04:05.000Z',
  };
  const link = `${location.origin}/login?invitation=to%2Bken`;

  async function invited(email = 'new@example.net'): Promise<PageHarness> {
    const harness = await opened();
    await harness.press('Invite a user');
    await harness.type('email', email);
    return harness;
  }

  it('gives a link that is shown once and can be copied', async () => {
    const harness = await invited();
    const copied = vi.spyOn(TestBed.inject(Clipboard), 'copy').mockReturnValue(true);
    await choose(harness, 'Role', 'Viewer');
    await harness.press('Invite');
    const { request } = await harness.answer('/api/users/invitations', invitation, 'POST');
    expect(request.body).toEqual({ email: 'new@example.net', role: 'VIEWER' });
    await harness.until(() => harness.overlay.includes(link));
    await harness.press('Copy the link');
    expect(copied).toHaveBeenCalledWith(link);
    await harness.press('I have copied it');
    await harness.until(() => harness.overlay === '');
    expect(harness.text).not.toContain('to%2Bken');
  });

  it('is not asked for without an address', async () => {
    const harness = await invited('nobody');
    await harness.press('Invite');
    await harness.until(() => harness.overlay.includes('Enter an e-mail address'));
    expect(harness.pending('/api/users/invitations')).toEqual([]);
  });

  it('is gone on with after a session that the server ended, but not after Cancel', async () => {
    const harness = await invited();
    await harness.press('Invite');
    await harness.refuse('/api/users/invitations', 401, 'Sign in first.', {}, 'POST');
    await harness.until(() => harness.url.startsWith('/login') && harness.overlay === '');
    const signedIn = TestBed.inject(Session).signIn({ email: 'mkeller@example.net', password: 'right' });
    await harness.answer('/api/auth/login', { user: aUser(), token: 'jwt', expiresAt: '' }, 'POST');
    await signedIn;
    await TestBed.inject(Router).navigateByUrl('/dashboard/settings');
    await harness.until(() => harness.overlay.includes('Invite a user'));
    const address = document.querySelector<HTMLInputElement>('input[formcontrolname="email"]');
    expect(address?.value).toBe('new@example.net');
    await harness.press('Cancel');
    await harness.until(() => harness.overlay === '');
    expect(TestBed.inject(Drafts).find('settings/invitation')).toBeUndefined();
  });

  it('says why there is none, and keeps what was typed', async () => {
    const harness = await invited();
    await harness.press('Invite');
    await harness.refuse('/api/users/invitations', 409, 'There is an account already.', {}, 'POST');
    await harness.until(() => harness.overlay.includes('There is an account already.'));
    await harness.press('Invite');
    const { request } = await harness.answer('/api/users/invitations', invitation, 'POST');
    expect(request.body).toMatchObject({ email: 'new@example.net' });
  });
});

describe('open invitations', () => {
  function anInvitation(change: Partial<Invitation> = {}): Invitation {
    return {
      id: 'invitation-1',
      email: 'new@example.net',
      role: 'OPERATOR',
      createdBy: 'user-1',
      createdByName: 'M. Keller',
      createdAt: new Date(Date.now() - 2 * 60 * 60 * 1000).toISOString(),
      expiresAt: new Date(Date.now() + 3.5 * 24 * 60 * 60 * 1000).toISOString(),
      ...change,
    };
  }

  async function withInvitations(...items: Invitation[]): Promise<PageHarness> {
    const harness = await open();
    await harness.answer('/api/users', { items: [own], nextCursor: null });
    await harness.answer('/api/users/invitations', { items, nextCursor: null });
    return harness;
  }

  it('are listed with role, who invited, and how long they are good for', async () => {
    const harness = await withInvitations(anInvitation());
    await harness.says(/Open invitations new@example\.net Operator · invited by M\. Keller 2 h ago · expires in 3 d/);
  });

  it('take no room while there is none', async () => {
    const harness = await withInvitations();
    expect(harness.text).not.toContain('Open invitations');
  });

  it('are withdrawn only after it was asked', async () => {
    const harness = await withInvitations(anInvitation());
    await harness.press('Withdraw the invitation of new@example.net');
    await harness.until(() => harness.overlay.includes('of no use from then on'));
    expect(harness.pending('/api/users/invitations/invitation-1')).toEqual([]);
    await harness.press('Withdraw');
    await harness.until(() => harness.overlay === '');
    await harness.answer('/api/users/invitations/invitation-1', null, 'DELETE');
    await harness.until(() => harness.overlay.includes('The invitation of new@example.net is withdrawn.'));
    expect(harness.text).not.toContain('new@example.net');
  });

  it('come back with the reason when they cannot be withdrawn', async () => {
    const harness = await withInvitations(anInvitation());
    await harness.press('Withdraw the invitation of new@example.net');
    await harness.press('Withdraw');
    await harness.until(() => harness.overlay === '');
    await harness.refuse('/api/users/invitations/invitation-1', 409, 'It has been accepted.', {}, 'DELETE');
    await harness.until(() => harness.overlay.includes('was not withdrawn: It has been accepted.'));
    await harness.says('new@example.net');
  });

  it('include the one that was just made', async () => {
    const harness = await withInvitations();
    await harness.press('Invite a user');
    await harness.press('Cancel');
    await harness.until(() => harness.overlay === '');
    await harness.answer('/api/users/invitations', { items: [anInvitation()], nextCursor: null });
    await harness.says('new@example.net');
  });

  it('that cannot be read leave the users as they are', async () => {
    const harness = await open();
    await harness.answer('/api/users', { items: [own], nextCursor: null });
    await harness.refuse('/api/users/invitations', 500, 'It broke.');
    await harness.says('It broke.');
    expect(harness.text).toContain('M. Keller');
    await harness.press('Try again');
    await harness.answer('/api/users/invitations', { items: [anInvitation()], nextCursor: null });
    await harness.says('new@example.net');
  });
});
