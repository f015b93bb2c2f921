/* global document -- runs in the browser */
// Runs before the first paint, so that a light console does not flash dark. The key is that of core/theme/theme.ts.
try {
  if (localStorage.getItem('hb-theme') === 'light') document.documentElement.dataset.theme = 'light';
} catch {
  // Storage is blocked: the default theme stands.
}
