/** A certificate authority for tests and the demo, made anew each time: its key never leaves the process. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificate, newIssuer } from './x509.ts';

/** A server certificate and its key as PEM texts, and the files that hold them. */
export interface Leaf {
  cert: string;
  key: string;
  certPath: string;
  keyPath: string;
}

/** The authority, one good certificate, and the bad ones of S2. `caPath` is what HERON_EXTRA_CA gets. */
export interface TestCa {
  folder: string;
  caPem: string;
  caPath: string;
  leaf: Leaf;
  expired: Leaf;
  /** Valid only in the future, as a certificate seems to be where the clock is behind. */
  notYetValid: Leaf;
  wrongHost: Leaf;
  selfSigned: Leaf;
  /** One more good certificate, for this computer under other names as well. @param file its files' name */
  issue(file: string, hosts: readonly string[]): Promise<Leaf>;
  /** Removes the folder. */
  dispose(): Promise<void>;
}

const dayMs = 86_400_000;
const local = ['localhost', '127.0.0.1', '::1'];

/** Makes a CA and its certificates and writes them as PEM files into `folder` (default: a new temporary one). */
export async function createTestCa(folder?: string): Promise<TestCa> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'heron-ca-')));
  await mkdir(home, { recursive: true });
  const now = Date.now();
  const notBefore = new Date(now - dayMs);
  // Apple refuses server certificates that are valid for more than 825 days, whoever signed them.
  const notAfter = new Date(now + 365 * dayMs);
  const ca = newIssuer('Heron test CA');
  const caPem = issueCertificate(
    { commonName: ca.commonName, hosts: [], notBefore, notAfter, ca: true },
    ca.publicKey,
    ca,
  );
  const caPath = join(home, 'ca.pem');
  await writeFile(caPath, caPem);

  const make = async (file: string, hosts: string[], until: Date, selfSigned = false, from?: Date): Promise<Leaf> => {
    const subject = newIssuer(hosts[0] ?? file);
    const content = { commonName: subject.commonName, hosts, notAfter: until, ca: false };
    const cert = issueCertificate(
      { ...content, notBefore: from ?? new Date(Math.min(now, until.getTime()) - dayMs) },
      subject.publicKey,
      selfSigned ? subject : ca,
    );
    const key = subject.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const leaf = { cert, key, certPath: join(home, `${file}.pem`), keyPath: join(home, `${file}.key`) };
    await writeFile(leaf.certPath, cert);
    await writeFile(leaf.keyPath, key);
    await chmod(leaf.keyPath, 0o600);
    return leaf;
  };

  return {
    folder: home,
    caPem,
    caPath,
    leaf: await make('localhost', local, notAfter),
    expired: await make('expired', local, new Date(now - 30 * dayMs)),
    notYetValid: await make('not-yet-valid', local, notAfter, false, new Date(now + 30 * dayMs)),
    wrongHost: await make('wrong-host', ['mail.elsewhere.test'], notAfter),
    selfSigned: await make('self-signed', local, notAfter, true),
    issue: (file, hosts) => make(file, [...local, ...hosts], notAfter),
    dispose: () => rm(home, { recursive: true, force: true }),
  };
}
