import { describe, expect, it } from 'vitest';
import { isReadOnlyIn } from './read-only-mount.js';

/** A pod with a ConfigMap, an emptyDir below a read-only one, and a file system that is read-only as a whole. */
const mounts = [
  '612 590 0:98 / / rw,relatime master:196 - overlay overlay rw,lowerdir=/l',
  '640 612 254:1 /var/lib/kubelet/pods/1/volumes/kubernetes.io~configmap/presets /presets ro,relatime - ext4 /dev/vda1 rw,discard',
  '641 612 0:99 / /with\\040blank rw,relatime - squashfs /dev/loop0 ro,errors=continue',
  '642 640 0:100 / /presets/drafts rw,relatime shared:7 - tmpfs tmpfs rw,size=64k',
  '643 612 0:101 / /twice ro,relatime - tmpfs tmpfs rw',
  '644 643 0:102 / /twice rw,relatime - tmpfs tmpfs rw',
  '',
].join('\n');

describe('what is mounted read-only', () => {
  it.each([
    ['/presets', true],
    ['/presets/..2026_11_28/own.sh', true],
    ['/presets/drafts/own.sh', false],
    ['/presets-of-others', false],
    ['/with blank/own.sh', true],
    ['/twice/own.sh', false],
    ['/', false],
    ['/srv/presets', false],
  ])('is told of %s: %s', (path, isReadOnly) => {
    expect(isReadOnlyIn(mounts, path)).toBe(isReadOnly);
  });
});
