import { Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

export interface PageSection {
  readonly label: string;
  readonly link: string;
  /** Only this page, not those below it. */
  readonly exact: boolean;
}

/** Leads from each of the pages that belong together to the others. */
@Component({
  selector: 'hb-page-sections',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav [attr.aria-label]="label()">
      @for (section of sections(); track section.link) {
        <a
          [routerLink]="section.link"
          routerLinkActive="active"
          ariaCurrentWhenActive="page"
          [routerLinkActiveOptions]="section.exact ? exactly : below"
          >{{ section.label }}</a
        >
      }
    </nav>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    nav {
      display: flex;
      gap: 4px;
      overflow-x: auto;
      scrollbar-width: none;
      border-bottom: 1px solid var(--hb-line);
    }
    a {
      flex: none;
      padding: 7px 10px;
      font-weight: 500;
      color: var(--hb-text-secondary);
      border-bottom: 2px solid transparent;
    }
    a:hover {
      color: var(--hb-text);
      text-decoration: none;
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    .active {
      color: var(--hb-text);
      border-bottom-color: var(--hb-link);
    }
  `,
})
export class PageSections {
  readonly label = input.required<string>();
  readonly sections = input.required<readonly PageSection[]>();

  protected readonly exactly = {
    paths: 'exact',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  } as const;
  protected readonly below = { ...this.exactly, paths: 'subset' } as const;
}
