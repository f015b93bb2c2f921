import { Component, inject, Injector, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { CreatedPresetSource, PresetSource } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetSourcesApi } from '../../core/api/preset-sources.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { PresetSections } from '../sections/preset-sections';
import { isRemovalSure } from './remove-dialog';
import { SourceCard } from './source-card';
import { SourceDialog } from './source-dialog';
import { WebhookDialog } from './webhook-dialog';

/** Where presets come from that are not written here: repositories, and the directory beside the server. */
@Component({
  selector: 'hb-sources-page',
  imports: [FailureState, Icon, MatButton, PageState, PresetSections, ShowMore, SourceCard],
  templateUrl: './sources-page.html',
  styleUrl: './sources-page.scss',
})
export class SourcesPage {
  private readonly api = inject(PresetSourcesApi);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly injector = inject(Injector);

  protected readonly mayManage = inject(Session).can('preset.manage');
  protected readonly list = new PagedList<PresetSource>();
  /** Ids of the sources that are being looked at because somebody asked. */
  protected readonly looking = signal<ReadonlySet<string>>(new Set());

  constructor() {
    showHeading(() => ({ title: 'Sources', trail: [{ label: 'Presets', link: '/dashboard/presets' }] }));
    this.list.show((page) => this.api.list(page));
    pollWhileVisible(pollSeconds, () => this.list.refresh());
  }

  protected async edit(source: PresetSource | null): Promise<void> {
    const opened = this.dialog.open<SourceDialog, PresetSource | null, PresetSource>(SourceDialog, {
      data: source,
      injector: this.injector,
      width: '560px',
    });
    const saved = await firstValueFrom(opened.afterClosed());
    if (saved === undefined) return;
    this.list.reload();
    // How it went before says nothing of what it is now.
    if (saved.enabled) await this.sync(saved);
  }

  /** Looks at it now. @param acceptCommit of a rewritten branch, what is taken all the same */
  protected async sync({ id, name }: PresetSource, acceptCommit?: string): Promise<void> {
    this.mark(id, true);
    try {
      this.put(await firstValueFrom(this.api.sync(id, acceptCommit === undefined ? {} : { acceptCommit })));
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${name} is as it was. ${problem.detail || problem.title}`, 'Close');
      this.list.reload();
    } finally {
      this.mark(id, false);
    }
  }

  protected async accept(source: PresetSource): Promise<void> {
    const { divergedCommit, commit, branch } = source;
    if (divergedCommit === null) return;
    const sure = await confirm(this.dialog, {
      title: `Take what ${branch} is now?`,
      detail: `Its history was rewritten: commit ${divergedCommit} does not come after ${commit ?? 'none'}, which is used now. Presets that it does not have are retired.`,
      action: 'Take it',
      decline: 'Cancel',
    });
    if (sure) await this.sync(source, divergedCommit);
  }

  /** The address is shown this once, as of a source that was just added. */
  protected async renewWebhook({ id, name }: PresetSource): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `Make a new address for the webhook of ${name}?`,
      detail: 'The address that the repository has now is no longer taken: put the new one in its place.',
      action: 'Make a new one',
      decline: 'Cancel',
    });
    if (!sure) return;
    try {
      const data = await firstValueFrom(this.api.renewWebhook(id));
      this.dialog.open<WebhookDialog, CreatedPresetSource>(WebhookDialog, { data, width: '560px', disableClose: true });
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`The address of ${name} is as it was. ${problem.detail || problem.title}`, 'Close');
    }
  }

  protected async remove(source: PresetSource): Promise<void> {
    if (!(await isRemovalSure(this.dialog, source))) return;
    const { id, name } = source;
    try {
      await firstValueFrom(this.api.delete(id), { defaultValue: undefined });
      this.list.update((sources) => sources.filter((each) => each.id !== id));
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${name} is not deleted. ${problem.detail || problem.title}`, 'Close');
    }
  }

  private put(source: PresetSource): void {
    this.list.update((sources) => sources.map((each) => (each.id === source.id ? source : each)));
  }

  private mark(id: string, on: boolean): void {
    this.looking.update((ids) => new Set(on ? [...ids, id] : [...ids].filter((each) => each !== id)));
  }
}
