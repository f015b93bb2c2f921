import { DOCUMENT } from '@angular/common';
import type { HttpInterceptorFn } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';

/** Where the console lies: at the root of its host, or below a path that the server names as the page's base. */
@Injectable({ providedIn: 'root' })
export class BasePath {
  private readonly document = inject(DOCUMENT);
  /** With a slash at both ends. */
  private readonly path = pathOf(this.document.querySelector('base')?.href);

  /** @param address absolute within the console, such as `/api/nodes` */
  below(address: string): string {
    return address.startsWith('/') ? this.path + address.slice(1) : address;
  }

  /** The address that people open, without a slash at its end. */
  get publicUrl(): string {
    return (this.document.location.origin + this.path).replace(/\/$/, '');
  }
}

function pathOf(base: string | undefined): string {
  return base !== undefined && URL.canParse(base) ? new URL(base).pathname : '/';
}

/** Sends calls to where the console lies. The last of the interceptors: all others know the API's own addresses. */
export const basePathInterceptor: HttpInterceptorFn = (request, next) =>
  next(request.clone({ url: inject(BasePath).below(request.url) }));
