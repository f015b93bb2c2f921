import type { OnInit } from '@angular/core';
import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatFormField } from '@angular/material/form-field';
import type { MatSelectChange } from '@angular/material/select';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { Role, UpdateUserRequest, UserAccount } from '@hyprbox/contracts';
import { roles } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { toApiProblem } from '../../core/api/problem';
import { Drafts } from '../../core/session/drafts';
import { Session } from '../../core/session/session';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { InvitationStore } from './invitation-store';
import { Invitations } from './invitations';
import { inviteDraft, InviteDialog } from './invite-dialog';
import { roleWords } from './role-words';
import type { ListedUser } from './user-store';
import { UserStore } from './user-store';

/** How long a success is told, in milliseconds. A failure stays until it is closed. */
const successShown = 4_000;

/** Who may sign in, and as what: change roles, disable and enable, invite. */
@Component({
  selector: 'hb-users',
  imports: [
    FailureState,
    Invitations,
    MatButton,
    MatFormField,
    MatOption,
    MatSelect,
    PageState,
    RelativeTime,
    ShowMore,
  ],
  providers: [InvitationStore, UserStore, outlinedFields],
  templateUrl: './users.html',
  styleUrl: './users.scss',
  host: { tabindex: '-1' },
})
export class Users implements OnInit {
  private readonly session = inject(Session);
  private readonly drafts = inject(Drafts);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly invitations = inject(InvitationStore);
  protected readonly store = inject(UserStore);

  protected readonly mayManage = this.session.can('user.manage');
  /** Nobody locks themselves out: one's own account is left to the other admins. */
  protected readonly self = this.session.user()?.id;
  protected readonly roles = roles;
  protected readonly words = roleWords;
  protected readonly placeholders = [1, 2, 3];

  ngOnInit(): void {
    if (!this.mayManage) return;
    this.store.load();
    this.invitations.load();
    // The session ended over an invitation that was being written: go on with it.
    if (this.drafts.find(inviteDraft) !== undefined) void this.invite();
  }

  protected async invite(): Promise<void> {
    const opened = this.dialog.open(InviteDialog, { width: '560px' });
    await firstValueFrom(opened.afterClosed());
    this.invitations.load();
  }

  /** The select stays enabled, and with it the focus, while a change is under way; what is chosen then is not taken. */
  protected async changeRole(user: ListedUser, { source, value: role }: MatSelectChange<Role>): Promise<void> {
    if (user.changing) source.value = user.role;
    else await this.change(user, { role }, `now has the role ${roleWords[role].name}`);
  }

  protected async disable(user: ListedUser): Promise<void> {
    if (user.changing) return;
    const agreed = await confirm(this.dialog, {
      title: `Disable ${nameOf(user)}?`,
      detail:
        'They are signed out everywhere within a second and cannot sign in until they are enabled again. ' +
        'Their jobs run on, and what they did stays in the audit log.',
      action: 'Disable',
    });
    if (agreed) await this.change(user, { disabled: true }, 'is disabled');
  }

  protected async enable(user: ListedUser): Promise<void> {
    if (!user.changing) await this.change(user, { disabled: false }, 'may sign in again');
  }

  private async change(user: UserAccount, change: UpdateUserRequest, done: string): Promise<void> {
    try {
      await this.store.update(user.id, change);
      this.snackBar.open(`${nameOf(user)} ${done}.`, undefined, { duration: successShown });
    } catch (error) {
      this.snackBar.open(`${nameOf(user)} was not changed: ${toApiProblem(error).detail}`, 'Close');
    }
  }
}

function nameOf({ name, email }: UserAccount): string {
  return name || email;
}
