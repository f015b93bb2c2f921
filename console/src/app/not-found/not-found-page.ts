import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { showHeading } from '../core/heading/page-heading';
import { PageState } from '../shared/page-state/page-state';

@Component({
  selector: 'hb-not-found-page',
  imports: [MatButton, PageState, RouterLink],
  template: `
    <hb-page-state
      icon="search"
      title="There is no such page"
      detail="The address may be mistyped, or the page has moved."
    >
      <a matButton="outlined" routerLink="/dashboard">Go to the fleet</a>
    </hb-page-state>
  `,
})
export class NotFoundPage {
  constructor() {
    showHeading(() => ({ title: 'Not found' }));
  }
}
