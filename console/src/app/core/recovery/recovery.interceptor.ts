import type { HttpInterceptorFn } from '@angular/common/http';
import { HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap } from 'rxjs';
import { ServerRecovery } from './server-recovery';

/** Lets every call tell whether the server answers. */
export const recoveryInterceptor: HttpInterceptorFn = (request, next) => {
  const recovery = inject(ServerRecovery);
  return next(request).pipe(
    tap({
      next: (event) => {
        if (event instanceof HttpResponse) recovery.answered();
      },
      error: (error: unknown) => recovery.failed(error),
    }),
  );
};
