import { provideHttpClient, withInterceptors } from '@angular/common/http';
import type { ApplicationConfig } from '@angular/core';
import { inject, provideAppInitializer, provideBrowserGlobalErrorListeners } from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withPreloading,
} from '@angular/router';
import { routes } from './app.routes';
import { basePathInterceptor } from './core/base-path/base-path';
import { FocusKeeper } from './core/focus/focus-keeper';
import { PreloadWhenIdle } from './core/preload-when-idle';
import { ProductTitle } from './core/product-title';
import { recoveryInterceptor } from './core/recovery/recovery.interceptor';
import { endedSessionInterceptor } from './core/session/ended-session.interceptor';
import { Theme } from './core/theme/theme';
import { provideVisibleText } from './core/visible-text/visible-text-rendering';
import { showNotLoaded } from './not-loaded/not-loaded-page';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withNavigationErrorHandler(showNotLoaded),
      withPreloading(PreloadWhenIdle),
    ),
    // Same-origin mutations echo the XSRF-TOKEN cookie in X-XSRF-TOKEN: Angular's default, and the server's rule.
    provideHttpClient(withInterceptors([recoveryInterceptor, endedSessionInterceptor, basePathInterceptor])),
    provideVisibleText(),
    provideAppInitializer(() => inject(Theme).apply()),
    provideAppInitializer(() => inject(FocusKeeper).start()),
    { provide: TitleStrategy, useExisting: ProductTitle },
  ],
};
