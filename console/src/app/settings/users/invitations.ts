import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { Invitation } from '@hyprbox/contracts';
import { toApiProblem } from '../../core/api/problem';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { FailureState } from '../../shared/page-state/failure-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { InvitationStore } from './invitation-store';
import { roleWords } from './role-words';

/** How long a success is told, in milliseconds. A failure stays until it is closed. */
const successShown = 4_000;

/** Who is invited and has not come yet, with a way to take it back. Nothing at all while nobody is. */
@Component({
  selector: 'hb-invitations',
  imports: [FailureState, MatButton, RelativeTime, ShowMore, TimeAhead],
  templateUrl: './invitations.html',
  styleUrl: './invitations.scss',
  host: { tabindex: '-1' },
})
export class Invitations {
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  protected readonly store = inject(InvitationStore);
  protected readonly words = roleWords;

  protected async withdraw({ id, email }: Invitation): Promise<void> {
    const agreed = await confirm(this.dialog, {
      title: `Withdraw the invitation of ${email}?`,
      detail: 'The link that was sent to them is of no use from then on. They can be invited again.',
      action: 'Withdraw',
    });
    if (!agreed) return;
    try {
      await this.store.withdraw(id);
      this.snackBar.open(`The invitation of ${email} is withdrawn.`, undefined, { duration: successShown });
    } catch (error) {
      this.snackBar.open(`The invitation of ${email} was not withdrawn: ${toApiProblem(error).detail}`, 'Close');
    }
  }
}
