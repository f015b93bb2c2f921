import type { OnInit } from '@angular/core';
import { Component, inject, Injector, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router } from '@angular/router';
import type { Node } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { NodesApi } from '../core/api/nodes.api';
import { Drafts } from '../core/session/drafts';
import { confirmByName } from '../shared/confirm-dialog/confirm-by-name';
import { Icon } from '../shared/icon/icon';
import { RenameDialog, renameDraft } from './name/rename-dialog';

/** How long the word of a host's end stays on the screen, in milliseconds. */
const noticeTime = 8_000;

/** What is done to a host by hand, for those who may. */
@Component({
  selector: 'hb-node-management',
  imports: [Icon, MatButton],
  template: `
    <h2>Manage</h2>
    <div class="actions">
      <button matButton="outlined" type="button" (click)="rename()"><hb-icon name="pencil" />Rename</button>
      <button matButton="outlined" type="button" (click)="decommission()"><hb-icon name="trash" />Decommission</button>
    </div>
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px 14px;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 10px;
    }
    hb-icon {
      width: 14px;
      height: 14px;
      margin-right: 6px;
      vertical-align: -2px;
    }
  `,
})
export class NodeManagement implements OnInit {
  private readonly api = inject(NodesApi);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly drafts = inject(Drafts);

  readonly node = input.required<Node>();

  ngOnInit(): void {
    // The session ended over a name that was being typed: go on with it.
    if (this.drafts.find(renameDraft(this.node().id)) !== undefined) this.rename();
  }

  protected rename(): void {
    this.dialog.open(RenameDialog, { data: this.node(), injector: this.injector, width: '440px' });
  }

  protected async decommission(): Promise<void> {
    const { id } = this.node();
    const done = await confirmByName(this.dialog, {
      title: `Decommission ${id}?`,
      detail:
        'Its tokens are revoked, so that its agent is refused from now on, and its queued jobs are cancelled. What was ' +
        'measured and what ran stays readable until it is too old to be kept. To bring the host back it needs a new token.',
      name: id,
      label: 'The host’s id',
      mismatch: 'This is not the id of the host.',
      action: 'Decommission',
      act: {
        progress: 'Decommissioning…',
        send: () => firstValueFrom(this.api.decommission(id), { defaultValue: undefined }),
      },
    });
    if (!done) return;
    await this.router.navigate(['/dashboard']);
    this.snackBar.open(`${id} is decommissioned.`, 'Close', { duration: noticeTime });
  }
}
