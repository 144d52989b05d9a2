import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCa, type Leaf, type TestCa } from './test-ca.ts';

let ca: TestCa;
beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());

/** What a TLS client that trusts only the CA says about a server with this certificate. */
async function handshake(leaf: Leaf, servername = 'localhost'): Promise<string> {
  const server = createServer({ cert: leaf.cert, key: leaf.key }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    return await new Promise<string>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', servername, ca: [ca.caPem] }, () => {
        socket.destroy();
        resolve('trusted');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  } finally {
    server.close();
  }
}

describe('test CA (S2)', () => {
  it('signs a certificate for localhost that a strict client trusts', async () => {
    expect(await handshake(ca.leaf)).toBe('trusted');
    const certificate = new X509Certificate(ca.leaf.cert);
    expect(certificate.verify(new X509Certificate(ca.caPem).publicKey)).toBe(true);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('::1')).toBeDefined();
  });

  it('makes bad certificates that fail for their own reason', async () => {
    expect(await handshake(ca.expired)).toBe('CERT_HAS_EXPIRED');
    expect(await handshake(ca.wrongHost)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await handshake(ca.selfSigned)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('writes the PEM files', async () => {
    expect(await readFile(ca.caPath, 'utf8')).toBe(ca.caPem);
    expect(await readFile(ca.leaf.keyPath, 'utf8')).toBe(ca.leaf.key);
  });
});
