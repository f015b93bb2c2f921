import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import type { RouterStateSnapshot } from '@angular/router';
import { TitleStrategy } from '@angular/router';
import { visibleText } from './visible-text/visible-text';

/** Document titles as "Jobs · HyprBox". */
@Injectable({ providedIn: 'root' })
export class ProductTitle extends TitleStrategy {
  private readonly document = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const title = this.buildTitle(snapshot);
    // A host's page is named by what stands in its address.
    this.document.setTitle(title ? `${visibleText(title)} · HyprBox` : 'HyprBox');
  }
}
