import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import type { CreatedNodeToken, NodeToken } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { toApiProblem } from '../core/api/problem';
import { Drafts } from '../core/session/drafts';
import { pollWhileVisible } from '../core/live/poll';
import { confirm } from '../shared/confirm-dialog/confirm-dialog';
import { FailureState } from '../shared/page-state/failure-state';
import { PageState } from '../shared/page-state/page-state';
import { PointedName } from '../shared/pointed-name/pointed-name';
import { ShowMore } from '../shared/show-more/show-more';
import { RelativeTime } from '../shared/time/relative-time';
import { CreateTokenDialog, tokenDraft } from './create-token-dialog';
import { TokenStore } from './token-store';

/** Seconds between two readings of the tokens. */
const refreshSeconds = 10;

/** Tokens that are shown before all are asked for, so that what is below them is near. */
const shownFirst = 8;

/** The tokens that agents authenticate with: create (shown once), list, revoke. */
@Component({
  selector: 'hb-node-tokens',
  imports: [FailureState, MatButton, PageState, PointedName, RelativeTime, RouterLink, ShowMore],
  providers: [TokenStore],
  templateUrl: './node-tokens.html',
  styleUrl: './node-tokens.scss',
})
export class NodeTokens implements OnInit {
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly router = inject(Router);
  private readonly drafts = inject(Drafts);
  protected readonly store = inject(TokenStore);

  /** Opens the dialog at once, as when the page was reached to create a token. */
  readonly createAtOnce = input(false);

  /** Ids of the tokens whose revocation is under way. */
  protected readonly revoking = signal<ReadonlySet<string>>(new Set());
  protected readonly placeholders = [1, 2, 3];
  protected readonly unfolded = signal(false);
  protected readonly shown = computed(() => {
    const tokens = this.store.tokens();
    return this.unfolded() ? tokens : (tokens?.slice(0, shownFirst) ?? null);
  });
  /** How many there are, if they are too many to be shown at once. */
  protected readonly many = computed(() => {
    const count = this.store.tokens()?.length ?? 0;
    return count > shownFirst ? count : null;
  });

  constructor() {
    // An agent uses a token without telling this page.
    pollWhileVisible(refreshSeconds, () => this.store.list.refresh());
  }

  ngOnInit(): void {
    this.store.load();
    // The session ended over a token that was being made: go on with it.
    const interrupted = this.drafts.find(tokenDraft) !== undefined;
    if (this.createAtOnce() || interrupted) void this.create();
    if (!this.createAtOnce()) return;
    // A reload must not ask again.
    void this.router.navigate([], { queryParams: { create: null }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async create(): Promise<void> {
    const opened = this.dialog.open<CreateTokenDialog, never, CreatedNodeToken>(CreateTokenDialog, {
      width: '720px',
      maxWidth: 'calc(100vw - 32px)',
    });
    const created = await firstValueFrom(opened.afterClosed());
    if (created === undefined) return;
    const { id, name, prefix, nodeId, createdAt } = created;
    this.store.add({ id, name, prefix, nodeId, createdAt, lastUsedAt: null, revokedAt: null });
  }

  protected async revoke(token: NodeToken): Promise<void> {
    if (this.revoking().has(token.id)) return;
    const agent = token.nodeId === null ? 'An agent that uses it' : `The agent of ${token.nodeId}`;
    const agreed = await confirm(this.dialog, {
      title: `Revoke “${token.name}”?`,
      detail: `${agent} is refused within a second, and can only report again with a new token. This cannot be undone.`,
      action: 'Revoke',
    });
    if (!agreed) return;
    this.revoking.update((ids) => new Set([...ids, token.id]));
    try {
      await this.store.revoke(token.id);
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`“${token.name}” was not revoked: ${problem.detail}`, 'Close');
    } finally {
      this.revoking.update((ids) => new Set([...ids].filter((id) => id !== token.id)));
    }
  }
}
