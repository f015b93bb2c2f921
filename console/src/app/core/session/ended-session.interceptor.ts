import type { HttpInterceptorFn } from '@angular/common/http';
import { HttpErrorResponse } from '@angular/common/http';
import { EnvironmentInjector, inject, PendingTasks } from '@angular/core';
import { Router } from '@angular/router';
import { addressOf, authEndpoints } from '@hyprbox/contracts';
import { catchError, throwError } from 'rxjs';
import { Session } from './session';

const anyCredentials = { email: '', password: '' };
/** Where calls go whose 401 means a wrong password, not an ended session. */
const credentialCalls: readonly string[] = [
  addressOf(authEndpoints.login(anyCredentials)),
  addressOf(authEndpoints.register(anyCredentials)),
];

/** A 401 to someone who was signed in: say so at the sign-in page, and come back here after it. */
export const endedSessionInterceptor: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  const router = inject(Router);
  const injector = inject(EnvironmentInjector);
  const tasks = inject(PendingTasks);
  return next(request).pipe(
    catchError((error: unknown) => {
      const ended =
        error instanceof HttpErrorResponse && error.status === 401 && !credentialCalls.includes(request.url);
      if (ended && session.user() !== null) {
        session.end();
        tasks.run(() => leave(router, injector));
      }
      return throwError(() => error);
    }),
  );
};

async function leave(router: Router, injector: EnvironmentInjector): Promise<void> {
  await router.navigate(['/login'], { queryParams: { next: router.url } });
  // A dialog does not go away with the page that opened it.
  const { closeDialogs } = await import('./close-dialogs');
  closeDialogs(injector);
}
