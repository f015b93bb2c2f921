import { execFileSync } from 'node:child_process';
import { inRoot, toolEnvironment } from '../../scripts/repository.mjs';

/** The library of the tests, which `npm run build` leaves out. */
export function testingLibrary() {
  execFileSync('tsc', ['-b', inRoot('libs', 'testing')], { env: toolEnvironment(), stdio: 'inherit' });
  return import('@hyprbox/testing');
}
