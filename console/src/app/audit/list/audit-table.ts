import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AuditEvent } from '@hyprbox/contracts';
import { EventOutcome } from '../event-outcome';
import { actorWords, localTime, targetKind, targetName, targetPage } from '../event-words';

@Component({
  selector: 'hb-audit-table',
  imports: [EventOutcome, RouterLink],
  templateUrl: './audit-table.html',
  styleUrl: './audit-table.scss',
})
export class AuditTable {
  readonly events = input.required<readonly AuditEvent[]>();

  protected readonly rows = computed(() =>
    this.events().map((event) => ({
      event,
      time: localTime(event.at),
      actor: actorWords(event.actor),
      kind: targetKind(event.target),
      name: targetName(event),
      page: targetPage(event.target),
    })),
  );
}
