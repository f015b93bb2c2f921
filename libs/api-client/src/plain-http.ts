const loopback = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;

/** Whether what is sent to this address leaves the host unencrypted, so that others may read and change it. */
export function isPlainHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !loopback.test(hostname);
}
