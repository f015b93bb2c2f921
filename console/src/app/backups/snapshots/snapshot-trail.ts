import type { Signal } from '@angular/core';
import { inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { BackupsApi } from '../../core/api/backups.api';
import type { Heading } from '../../core/heading/page-heading';
import { showHeading } from '../../core/heading/page-heading';
import { healing } from '../../core/recovery/when-recovered';

/** The heading of a page below a policy's snapshots. The policy's name comes in when it is known. */
export function showSnapshotHeading(
  policyId: Signal<string>,
  node: Signal<string | undefined>,
  heading: () => Pick<Heading, 'title' | 'detail'>,
): void {
  const api = inject(BackupsApi);
  const policy = healing(rxResource({ params: () => policyId(), stream: ({ params }) => api.policies.get(params) }));
  showHeading(() => ({
    ...heading(),
    trail: [
      { label: 'Backups', link: '/dashboard/backups' },
      {
        label: policy.hasValue() ? policy.value().name : 'Policy',
        link: `/dashboard/backups/policies/${policyId()}`,
      },
      {
        label: node() === undefined ? 'Snapshots' : `Snapshots of ${node()}`,
        link: `/dashboard/backups/policies/${policyId()}/snapshots`,
      },
    ],
  }));
}
