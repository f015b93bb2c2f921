import { inject } from '@angular/core';
import type { CanActivateFn } from '@angular/router';
import { Router } from '@angular/router';
import { Session } from './session';

/**
 * Lets in who is signed in and sends everyone else to sign in first. While the server cannot be asked, the sign-in
 * page says so and offers to try again.
 */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(Session);
  const router = inject(Router);
  const user = await session.load().catch(() => null);
  return user !== null || router.createUrlTree(['/login'], { queryParams: { next: state.url } });
};
