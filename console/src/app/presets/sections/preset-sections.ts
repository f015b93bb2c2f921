import { Component } from '@angular/core';
import { PageSections } from '../../shared/page-sections/page-sections';

/** Leads from the list of presets to where they come from, and back. */
@Component({
  selector: 'hb-preset-sections',
  imports: [PageSections],
  template: `<hb-page-sections label="Presets" [sections]="sections" />`,
  styles: `
    :host {
      display: block;
      min-width: 0;
      margin-top: -8px;
    }
  `,
})
export class PresetSections {
  protected readonly sections = [
    { label: 'Presets', link: '/dashboard/presets', exact: true },
    { label: 'Sources', link: '/dashboard/presets/sources', exact: true },
  ] as const;
}
