let isDone = false;

/**
 * Has TLS trust the authorities of the system's store (or of SSL_CERT_FILE, SSL_CERT_DIR) beside those of Node.js and
 * NODE_EXTRA_CA_CERTS. Reading them takes 100 ms and 9 MB, so call it once TLS is to be used.
 */
export function trustSystemCertificates(): void {
  if (isDone) return;
  isDone = true;
  const tls = process.getBuiltinModule('node:tls');
  // The first versions of Node.js 24 have no such function: there `node --use-system-ca` is left.
  if (typeof tls.setDefaultCACertificates !== 'function') return;
  const authorities = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  // The system has most of them in several files.
  tls.setDefaultCACertificates([...new Set(authorities.map((pem) => pem.trim()))]);
}
