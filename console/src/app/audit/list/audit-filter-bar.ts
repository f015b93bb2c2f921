import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { auditActions } from '@hyprbox/contracts';
import type { AuditFilter } from './audit-filter';
import { narrows, noFilter } from './audit-filter';
import { fromLocalField, toLocalField } from './local-time';

/** Longest text that the server compares with. */
const textLength = 256;

@Component({
  selector: 'hb-audit-filter-bar',
  // Has the focus of the button that clears the filters, which goes by that.
  host: { tabindex: '-1' },
  imports: [MatButton, MatFormField, MatInput, MatLabel, MatOption, MatSelect],
  templateUrl: './audit-filter-bar.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(206px, 1fr));
      /* Room for a label on the upper line of the second row. */
      gap: 12px 8px;
      align-items: center;
    }
    /* The browser's own parts of the field are taller than a line of text. */
    input[type='datetime-local'] {
      height: 24px;
      line-height: 22px;
    }
    /* Material hides it; here it is the way to choose by mouse. */
    input::-webkit-calendar-picker-indicator {
      display: block;
    }
    button {
      justify-self: start;
    }
    @media (width < 700px) {
      :host {
        grid-template-columns: 1fr 1fr;
      }
      mat-form-field:nth-of-type(n + 3) {
        grid-column: span 2;
      }
    }
  `,
})
export class AuditFilterBar {
  readonly filter = input.required<AuditFilter>();
  readonly changed = output<AuditFilter>();

  protected readonly actions = auditActions;
  protected readonly none = noFilter;
  protected readonly textLength = textLength;
  protected readonly anySet = computed(() => narrows(this.filter()));
  protected readonly from = computed(() => toLocalField(this.filter().from));
  protected readonly to = computed(() => toLocalField(this.filter().to));

  protected change(part: Partial<AuditFilter>): void {
    const filter = this.filter();
    const next = { ...filter, ...part };
    if (JSON.stringify(next) !== JSON.stringify(filter)) this.changed.emit(next);
  }

  protected textOf(event: Event): string | null {
    const text = valueOf(event).trim();
    return text === '' ? null : text;
  }

  protected instantOf(event: Event): string | null {
    return fromLocalField(valueOf(event));
  }
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement ? target.value : '';
}
