import type { Provider } from '@angular/core';
import { of } from 'rxjs';
import { BackupsApi } from '../core/api/backups.api';
import { aBackupSummary } from './backup-builders';

/** For specs of pages on which backups are only a card beside other things: it is answered at once. */
export const backupsAside: Provider = {
  provide: BackupsApi,
  useValue: { summary: () => of(aBackupSummary()), targets: () => of({ items: [], nextCursor: null }) },
};
