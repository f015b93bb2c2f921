import type { Provider } from '@angular/core';
import { ControlContainer, FormGroupDirective } from '@angular/forms';

/** For a section's `viewProviders`: its fields are those of the form that it stands in. */
export const editorForm: Provider = { provide: ControlContainer, useExisting: FormGroupDirective };
