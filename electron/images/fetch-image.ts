import type { LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { untilAborted } from '../platform/mutex.ts';
import { isPublicAddress, isPublicHost } from './public-address.ts';
import { rasterType } from './raster-type.ts';

export interface RemoteImage {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Why an image was not loaded; for the log, without its address. */
type ImageRefusal =
  | 'bad_url'
  | 'not_public'
  | 'proxy'
  | 'not_found'
  | 'too_many_redirects'
  | 'too_large'
  | 'wrong_type'
  | 'status';

/** Heron refuses to load the image. All other errors are the network's. */
export class ImageRefused extends Error {
  readonly refusal: ImageRefusal;

  constructor(refusal: ImageRefusal) {
    super(`The image was refused: ${refusal}`);
    this.name = 'ImageRefused';
    this.refusal = refusal;
  }
}

/** How the addresses of the web are resolved, checked and trusted. */
export interface AddressPorts {
  /** All addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  /** Whether the system uses a proxy for the URL: behind a proxy Heron cannot see which address is contacted. */
  readonly usesProxy: (url: string) => Promise<boolean>;
  /** Certificate authorities, PEM; null: the built-in ones. */
  readonly ca: string[] | null;
  /** For tests: an origin on this computer whose images are loaded. */
  readonly trustedOrigin: string | null;
}

export type FetchImagePorts = AddressPorts;

/** What is posted. */
interface Posted {
  readonly body: string;
  readonly type: string;
}

/**
 * The answer to one request that does not identify the user: to a checked address, without cookies, referrer or client hints. Throws ImageRefused,
 * and the network's errors.
 * @param posted what is sent along; null: the address is only asked
 */
export async function answerOf(
  url: URL | string,
  ports: AddressPorts,
  posted: Posted | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const target = targetOf(String(url));
  signal.throwIfAborted();
  if (await untilAborted(ports.usesProxy(target.href), signal)) throw new ImageRefused('proxy');
  const addresses = await checkedAddresses(target, ports, signal);
  return await send(target, addresses, ports.ca, posted, signal);
}

const maxRedirects = 3;
const maxBytes = 10 * 1024 * 1024;

/**
 * Fetches an image without identifying the user: no cookies, no referrer, no client hints, and only from public
 * addresses. Each hop's host is resolved and checked, and the connection goes to a checked address only, so that a
 * second DNS answer changes nothing. Throws ImageRefused, and the network's errors.
 */
export async function fetchImage(url: string, ports: FetchImagePorts, signal: AbortSignal): Promise<RemoteImage> {
  let target = targetOf(url);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await answerOf(target, ports, null, signal);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && location !== undefined) {
      response.destroy();
      target = targetOf(location, target);
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new ImageRefused('status');
    }
    return read(response);
  }
  throw new ImageRefused('too_many_redirects');
}

function targetOf(text: string, base?: URL): URL {
  if (text.length > 8192 || !URL.canParse(text, base?.href)) throw new ImageRefused('bad_url');
  const url = new URL(text, base?.href);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '') throw new ImageRefused('bad_url');
  return url;
}

async function checkedAddresses(
  url: URL,
  ports: FetchImagePorts,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTrusted = url.origin === ports.trustedOrigin;
  if (!isTrusted && !isPublicHost(url.hostname)) throw new ImageRefused('not_public');
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  const addresses = await untilAborted(ports.resolve(host), signal);
  if (addresses.length === 0) throw new ImageRefused('not_found');
  // A single private address among public ones suggests an attack, so it is enough to refuse.
  if (!isTrusted && !addresses.every(({ address }) => isPublicAddress(address))) throw new ImageRefused('not_public');
  return addresses;
}

function send(
  url: URL,
  addresses: readonly LookupAddress[],
  ca: string[] | null,
  posted: Posted | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method: posted === null ? 'GET' : 'POST',
    // A connection for this image alone: a shared one, or a shared TLS session, would let a server link messages to
    // each other.
    agent: false,
    signal,
    ...(ca === null ? {} : { ca }),
    lookup: (_host, { all }, answer) => {
      const [first] = addresses;
      if (all === true || first === undefined) answer(null, [...addresses]);
      else answer(null, first.address, first.family);
    },
    headers: {
      accept: posted === null ? 'image/*' : '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'Mozilla/5.0',
      ...(posted === null ? {} : { 'content-type': posted.type, 'content-length': Buffer.byteLength(posted.body) }),
    },
    maxHeaderSize: 16_384,
  };
  return new Promise((resolve, reject) => {
    const outgoing = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    outgoing.on('error', reject);
    outgoing.once('response', resolve);
    outgoing.end(posted?.body);
  });
}

async function read(response: IncomingMessage): Promise<RemoteImage> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw new ImageRefused('too_large');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop early destroys the response.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new ImageRefused('too_large');
    chunks.push(chunk);
    if (length >= 32 && length - chunk.length < 32 && rasterType(Buffer.concat(chunks)) === null) break;
  }
  const bytes = Buffer.concat(chunks);
  const type = rasterType(bytes);
  if (type === null) throw new ImageRefused('wrong_type');
  return { type, bytes };
}
