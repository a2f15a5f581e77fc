import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A key and a certificate that nobody else has signed. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

export function makeCertificate(folder: string, name: string): Certificate {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      ...curve,
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=DNS:${name}`,
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'ignore' },
  );
  return { key, certificate };
}
