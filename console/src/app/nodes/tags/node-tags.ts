import type { ElementRef, OnDestroy, OnInit } from '@angular/core';
import { afterNextRender, Component, inject, Injector, input, signal, viewChild } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { Node } from '@hyprbox/contracts';
import { toApiProblem } from '../../core/api/problem';
import { Drafts } from '../../core/session/drafts';
import { Session } from '../../core/session/session';
import { Icon } from '../../shared/icon/icon';
import { NodeEdits } from '../node-edits';
import { tagFault } from './tag-rules';

/** Keys that end a tag: none of them can be part of one. */
const endKeys: ReadonlySet<string> = new Set(['Enter', ',', ' ']);

/** A host's tags, each a link to the hosts that share it; who may manage hosts adds and removes them here. */
@Component({
  selector: 'hb-node-tags',
  imports: [Icon, RouterLink],
  templateUrl: './node-tags.html',
  styleUrl: './node-tags.scss',
})
export class NodeTags implements OnInit, OnDestroy {
  private readonly edits = inject(NodeEdits);
  private readonly snackBar = inject(MatSnackBar);
  private readonly injector = inject(Injector);
  private readonly drafts = inject(Drafts);
  private readonly session = inject(Session);

  readonly node = input.required<Pick<Node, 'id' | 'tags'>>();
  readonly editable = input(false);

  protected readonly adding = signal(false);
  protected readonly typed = signal('');
  protected readonly fault = signal<string | null>(null);
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');
  private readonly opener = viewChild<ElementRef<HTMLButtonElement>>('opener');

  ngOnInit(): void {
    // The session ended over a tag that was being typed: go on with it.
    const kept = this.drafts.find(this.draft());
    if (!this.editable() || typeof kept !== 'string') return;
    this.typed.set(kept);
    this.begin();
  }

  ngOnDestroy(): void {
    if (!this.session.endedByServer()) this.drafts.discard(this.draft());
  }

  protected begin(): void {
    this.adding.set(true);
    this.focusEditor();
  }

  protected type(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.typed.set(event.target.value);
    this.drafts.keep(this.draft(), event.target.value);
    this.fault.set(null);
  }

  protected press(event: KeyboardEvent): void {
    // Enter that ends the composition of a character ends no tag.
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.end();
      this.focusEditor();
    } else if (endKeys.has(event.key)) {
      event.preventDefault();
      void this.add();
    }
  }

  /** Leaving the field adds what is in it; a tag that cannot be stays with its fault. */
  protected async leave(): Promise<void> {
    if (this.typed().trim() === '') this.end();
    else if (await this.add()) this.end();
  }

  protected async remove(tag: string): Promise<void> {
    this.focusEditor();
    try {
      await this.edits.save(this.node().id, ({ tags }) => ({ tags: tags.filter((other) => other !== tag) }));
    } catch (error) {
      this.snackBar.open(`“${tag}” was not removed. ${toApiProblem(error).detail}`, 'Close');
    }
  }

  private async add(): Promise<boolean> {
    const tag = this.typed().trim();
    if (tag === '') return true;
    const fault = tagFault(tag, this.node().tags);
    this.fault.set(fault);
    if (fault !== null) return false;
    this.typed.set('');
    try {
      await this.edits.save(this.node().id, ({ tags }) => ({ tags: [...tags, tag] }));
      if (this.typed() === '') this.drafts.discard(this.draft());
      return true;
    } catch (error) {
      // What was typed comes back, unless something else is being typed by now.
      const problem = toApiProblem(error);
      this.adding.set(true);
      if (this.typed() === '') this.typed.set(tag);
      this.fault.set(`“${tag}” was not added. ${problem.faults[0]?.detail ?? problem.detail}`);
      return false;
    }
  }

  private end(): void {
    this.adding.set(false);
    this.typed.set('');
    this.fault.set(null);
    this.drafts.discard(this.draft());
  }

  /** What is being typed, by its key among the drafts. */
  private draft(): string {
    return `nodes/${this.node().id}/tag`;
  }

  /** The control that had the focus is about to go, or the one that gets it to come. */
  private focusEditor(): void {
    afterNextRender(() => (this.field() ?? this.opener())?.nativeElement.focus(), { injector: this.injector });
  }
}
