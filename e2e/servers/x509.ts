/**
 * Just enough DER (ITU-T X.690) and X.509 v3 (RFC 5280) to issue test certificates with node:crypto alone, so that the demo needs neither
 * the openssl CLI nor a chain of packages. Never used by the application itself.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

/** Who signs: its name and its private key. */
export interface Issuer {
  commonName: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** What a certificate says. `hosts` are DNS names and IP addresses; `ca` may sign others. */
export interface CertificateContent {
  commonName: string;
  hosts: string[];
  notBefore: Date;
  notAfter: Date;
  ca: boolean;
}

function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) {
    return Buffer.concat([Buffer.from([tag, body.length]), body]);
  }
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest >>= 8) {
    length.unshift(rest & 0xff);
  }
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length, ...length]), body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const derTrue = der(0x01, Buffer.from([0xff]));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 0x7f];
    for (let high = arc >> 7; high > 0; high >>= 7) {
      septets.unshift((high & 0x7f) | 0x80);
    }
    bytes.push(...septets);
  }
  return der(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, which is all that tests need (RFC 5280 4.1.2.5.1). */
function utcTime(date: Date): Buffer {
  const text = `${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
  return der(0x17, Buffer.from(text, 'ascii'));
}

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

function ipBytes(address: string): Buffer {
  if (isIPv4(address)) {
    return Buffer.from(address.split('.').map(Number));
  }
  const [head = '', tail = ''] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [derTrue] : []), der(0x04, value));
}

function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

function extensions(content: CertificateContent, publicKey: KeyObject, issuer: Issuer): Buffer {
  // keyUsage is a BIT STRING whose first byte counts unused bits: keyCertSign + cRLSign, or digitalSignature.
  const usage = content.ca ? Buffer.from([1, 0x06]) : Buffer.from([7, 0x80]);
  const list = [
    extension('2.5.29.19', true, content.ca ? sequence(derTrue) : sequence()),
    extension('2.5.29.15', true, der(0x03, usage)),
    extension('2.5.29.14', false, der(0x04, keyId(publicKey))),
    extension('2.5.29.35', false, sequence(der(0x80, keyId(issuer.publicKey)))),
  ];
  if (!content.ca) {
    const names = content.hosts.map((host) =>
      isIPv4(host) || isIPv6(host) ? der(0x87, ipBytes(host)) : der(0x82, Buffer.from(host)),
    );
    list.push(extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))));
    list.push(extension('2.5.29.17', false, sequence(...names)));
  }
  return der(0xa3, sequence(...list));
}

/** A new P-256 key pair under a name. */
export function newIssuer(commonName: string): Issuer {
  return { commonName, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

/** A certificate in PEM, signed with ECDSA and SHA-256 by `issuer` (which may be the subject itself). */
export function issueCertificate(content: CertificateContent, subjectKey: KeyObject, issuer: Issuer): string {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name(issuer.commonName),
    sequence(utcTime(content.notBefore), utcTime(content.notAfter)),
    name(content.commonName),
    subjectKey.export({ type: 'spki', format: 'der' }),
    extensions(content, subjectKey, issuer),
  );
  const signature = sign('sha256', tbs, issuer.privateKey);
  const certificate = sequence(tbs, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
