import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { PresetsApi } from '../../core/api/presets.api';

/** Leads from the version that something ran to what has become of it since; nothing where it is the current one. */
@Component({
  selector: 'hb-version-compare',
  imports: [RouterLink],
  template: `
    @if (current(); as current) {
      <a [routerLink]="['/dashboard/presets', preset(), 'diff']" [queryParams]="{ from: version(), to: current }"
        >Compare with the current version</a
      >
    }
  `,
})
export class VersionCompare {
  private readonly presets = inject(PresetsApi);

  readonly preset = input.required<string>();
  readonly version = input.required<number>();

  private readonly resource = rxResource({
    params: () => this.preset(),
    stream: ({ params: name }) => this.presets.get(name),
  });
  /** Null while that is not known, and where there is none to compare with. */
  protected readonly current = computed(() => {
    const version = this.resource.hasValue() ? this.resource.value().version : 0;
    return version > 0 && version !== this.version() ? version : null;
  });
}
