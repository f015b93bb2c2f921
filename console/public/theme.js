// Runs before the first paint, so that a light console does not flash dark. The key is that of core/theme/theme.ts.
try {
  const choice = localStorage.getItem('hb-theme');
  const light = choice === 'light' || (choice === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  if (light) document.documentElement.dataset.theme = 'light';
} catch {
  // Storage is blocked: the default theme stands.
}
