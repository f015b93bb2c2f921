import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import type { RouterStateSnapshot } from '@angular/router';
import { TitleStrategy } from '@angular/router';

/** Document titles as "Jobs · HyprBox". */
@Injectable({ providedIn: 'root' })
export class ProductTitle extends TitleStrategy {
  private readonly document = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const title = this.buildTitle(snapshot);
    this.document.setTitle(title ? `${title} · HyprBox` : 'HyprBox');
  }
}
