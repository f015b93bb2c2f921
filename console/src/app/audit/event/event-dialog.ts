import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import type { AuditEvent } from '@hyprbox/contracts';
import { BasePath } from '../../core/base-path/base-path';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { EventOutcome } from '../event-outcome';
import { actorWords, localTime, targetKind, targetName, targetPage } from '../event-words';

/** Everything that is recorded of one event, as its hash vouches for it. */
@Component({
  selector: 'hb-event-dialog',
  imports: [
    CopyButton,
    EventOutcome,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    RouterLink,
  ],
  templateUrl: './event-dialog.html',
  styleUrl: './event-dialog.scss',
})
export class EventDialog {
  protected readonly event = inject<AuditEvent>(MAT_DIALOG_DATA);

  protected readonly time = localTime(this.event.at);
  protected readonly actor = actorWords(this.event.actor);
  protected readonly kind = targetKind(this.event.target);
  protected readonly name = targetName(this.event);
  protected readonly page = targetPage(this.event.target);
  protected readonly details = JSON.stringify(this.event.details, null, 2);
  protected readonly link = linkTo(this.event, inject(Router), inject(BasePath).publicUrl);
}

function linkTo({ seq }: AuditEvent, router: Router, publicUrl: string): string {
  const tree = router.createUrlTree(['/dashboard/audit'], { queryParams: { event: seq } });
  return publicUrl + router.serializeUrl(tree);
}
