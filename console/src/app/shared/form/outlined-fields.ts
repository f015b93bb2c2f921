import type { Provider } from '@angular/core';
import type { MatFormFieldDefaultOptions } from '@angular/material/form-field';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS } from '@angular/material/form-field';

const options: MatFormFieldDefaultOptions = { appearance: 'outline', subscriptSizing: 'dynamic' };

/**
 * How the console's form fields look. Provided where fields are, not for the whole application: the first page that
 * is loaded would otherwise bring Material's form fields with it. A dialog provides it itself.
 */
export const outlinedFields: Provider = { provide: MAT_FORM_FIELD_DEFAULT_OPTIONS, useValue: options };
