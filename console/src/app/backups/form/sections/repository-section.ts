import { Component, computed, input } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatExpansionPanel, MatExpansionPanelHeader, MatExpansionPanelTitle } from '@angular/material/expansion';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { PasswordCommands } from '../password-commands';
import type { PolicyForm } from '../policy-form';
import type { PolicyInput } from '../policy-input';
import type { RepositoryKind } from '../repository-kinds';
import { kindOf, repositoryKinds } from '../repository-kinds';
import { editorForm } from './editor-form';

/** Where a policy's backups go, and where the host finds what opens it. */
@Component({
  selector: 'hb-repository-section',
  imports: [
    MatButtonToggle,
    MatButtonToggleGroup,
    MatError,
    MatExpansionPanel,
    MatExpansionPanelHeader,
    MatExpansionPanelTitle,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatSlideToggle,
    PasswordCommands,
    ReactiveFormsModule,
  ],
  viewProviders: [editorForm],
  templateUrl: './repository-section.html',
  styleUrls: ['./policy-section.scss', './repository-section.scss'],
  host: { class: 'hb-card', role: 'region', 'aria-labelledby': 'where' },
})
export class RepositorySection {
  readonly form = input.required<PolicyForm>();
  /** What is filled in. */
  readonly value = input.required<PolicyInput | null>();

  protected readonly kinds = repositoryKinds;
  protected readonly kind = computed(() => kindOf(this.value()?.repository ?? ''));
  protected readonly kindHint = computed(() => repositoryKinds.find(({ kind }) => kind === this.kind())?.hint ?? '');
  /** One repository for several hosts works, but they wait for each other and share one password. */
  protected readonly sharedByHosts = computed(() => {
    const value = this.value();
    return value?.covers === 'tag' && value.repository !== '' && !value.repository.includes('{nodeId}');
  });

  /** Fills in what an address of the kind looks like, unless one of that kind is there already. */
  protected chooseKind(kind: RepositoryKind): void {
    const { repository } = this.form().controls;
    if (kindOf(repository.value) === kind) return;
    repository.setValue(repositoryKinds.find((each) => each.kind === kind)?.example ?? '');
    repository.markAsDirty();
  }
}
