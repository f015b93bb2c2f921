import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatAutocomplete, MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { delay, of, switchMap } from 'rxjs';
import { NodesApi } from '../../../core/api/nodes.api';
import { healing } from '../../../core/recovery/when-recovered';
import type { PolicyForm } from '../policy-form';
import type { PolicyInput } from '../policy-input';
import { editorForm } from './editor-form';

const hostSuggestions = 20;
/** Pause in typing after which hosts are looked up, in milliseconds. */
const lookupPause = 200;

/** What a policy backs up, and of which hosts. */
@Component({
  selector: 'hb-coverage-section',
  imports: [
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSlideToggle,
    ReactiveFormsModule,
  ],
  viewProviders: [editorForm],
  templateUrl: './coverage-section.html',
  styleUrls: ['./policy-section.scss', './coverage-section.scss'],
  host: { class: 'hb-card', role: 'region', 'aria-labelledby': 'what' },
})
export class CoverageSection {
  private readonly nodes = inject(NodesApi);

  readonly form = input.required<PolicyForm>();
  /** What is filled in. */
  readonly value = input.required<PolicyInput | null>();

  private readonly hostPage = healing(
    rxResource({
      params: () => this.value()?.nodeId.trim() ?? '',
      stream: ({ params: q }) =>
        of(q).pipe(
          delay(lookupPause),
          switchMap(() => this.nodes.list({ q, limit: hostSuggestions })),
        ),
    }),
  );
  protected readonly hosts = computed(() =>
    this.hostPage.hasValue() ? this.hostPage.value().items.map(({ id }) => id) : [],
  );
}
