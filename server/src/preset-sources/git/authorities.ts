import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { Injectable } from '@nestjs/common';

/** The authorities that git trusts: those that the server's other calls trust, whatever the system has. */
@Injectable()
export class Authorities {
  private readonly extraFile = process.env['NODE_EXTRA_CA_CERTS'];

  /** In PEM. */
  async pem(): Promise<string> {
    // Node.js itself goes on without a file that it can't read, and says so at its start.
    const extra = this.extraFile ? await readFile(this.extraFile, 'utf8').catch(() => '') : '';
    return [...rootCertificates, extra, ''].join('\n');
  }
}
