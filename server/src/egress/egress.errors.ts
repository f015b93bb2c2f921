/** Nothing is sent to that address, now or later. */
export class EgressRefusedError extends Error {}

/** The service could not be reached, or did not answer. */
export class EgressFailedError extends Error {}

/**
 * What went wrong between us and a service, in words. The error of Node.js itself is not told on: it may hold the address,
 * and with it a secret.
 */
export function networkFault(error: unknown): string {
  const { code, message } = error instanceof Error ? { code: codeOf(error), message: error.message } : unknown;
  switch (code) {
    case 'ECONNREFUSED':
      return 'The connection was refused: nothing listens there.';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNECTION':
      return 'The connection was closed before there was an answer.';
    case 'ENOTFOUND':
    case 'EDNS':
      return 'Its name is not known.';
    case 'EAI_AGAIN':
      return 'Its name could not be looked up; the name server does not answer.';
    case 'ETIMEDOUT':
    case 'ABORT_ERR':
      return 'It did not answer in time.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'There is no way to its address.';
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return 'It does not speak TLS as it should; is the port right?';
    default:
      if (/certificate|CERT_|self-signed|ERR_TLS/i.test(`${code} ${message}`)) {
        return `Its certificate is not trusted (${code}).`;
      }
      return /^HPE_/.test(code) ? 'It does not answer in HTTP.' : `The connection failed (${code}).`;
  }
}

const unknown = { code: 'UNKNOWN', message: '' };

function codeOf(error: Error): string {
  // Of several addresses that were tried, the first failure says most.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'ABORT_ERR';
  return 'code' in error && typeof error.code === 'string' ? error.code : unknown.code;
}
