/** What the usual faults of a connection mean to a person; the keys are Node's error codes. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused; is the server running?',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half way',
  UND_ERR_SOCKET: 'the connection was closed half way',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "its certificate is self-signed; add its CA to the system's, or name it in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN:
    "its certificate chain is self-signed; add its CA to the system's, or name it in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "its certificate cannot be verified; add its CA to the system's, or name it in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate's issuer is not known; add its CA to the system's, or name it in NODE_EXTRA_CA_CERTS",
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; should the address begin with http://?',
};

/** Says in words why `fetch` failed: the reason hides in the error's causes. */
export function describeNetworkFault(error: unknown): string {
  let deepest = 'the connection failed';
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    const meaning = meanings[code];
    if (meaning !== undefined) return meaning;
    if (cause.message !== '') deepest = cause.message;
  }
  return deepest;
}
