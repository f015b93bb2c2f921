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
      actor: atTheDomain(actorWords(event.actor)),
      kind: targetKind(event.target),
      name: targetName(event),
      page: targetPage(event.target),
      isDryRun: event.details['dryRun'] === true,
    })),
  );
}

/** An address in two parts, between which it may be broken. */
function atTheDomain(words: string): [string, string] {
  const [name = ''] = words.split('@');
  return [name, words.slice(name.length)];
}
