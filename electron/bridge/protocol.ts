import { readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { net, type Protocol, protocol } from 'electron';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import type { DraftFileId, DraftId } from '../../shared/writing.ts';
import type { RemoteImage } from '../images/fetch-image.ts';
import { rasterType } from '../images/raster-type.ts';
import { appFile, appOrigin, isReaderUrl } from './app-url.ts';
import { draftPicture, imagePart, remoteImage } from './part-url.ts';
import { type PrintPages, printPolicy } from './print-pages.ts';

/** To be called before `ready`: registers the schemes of the window's pages and of message parts. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: 'heron-part', privileges: { standard: true, secure: true } },
  ]);
}

interface ServeOptions {
  /** The built window's folder, absolute and without links. */
  readonly root: string;
  /** The development server's origin; null in a built Heron. */
  readonly developmentServer: string | null;
  readonly readPart: (input: {
    accountId: AccountId;
    messageId: MessageId;
    partId: string;
  }) => Promise<Reply<{ bytes: Uint8Array }>>;
  readonly printPages: Pick<PrintPages, 'at'>;
  /** A picture in the text of a draft. */
  readonly readDraftPicture: (input: {
    draftId: DraftId;
    fileId: DraftFileId;
  }) => Promise<Reply<{ bytes: Uint8Array }>>;
  /** A remote image of a message; null unless it may be shown and could be loaded. */
  readonly readRemoteImage: (input: {
    accountId: AccountId;
    messageId: MessageId;
    url: string;
  }) => Promise<RemoteImage | null>;
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: heron-part:",
  "font-src 'self'",
  "connect-src 'self'",
  'frame-src app://*.reader',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The policy of the page that draws mail: its own script, styles and pictures that were let through, nothing from the web. The frame without
 * scripts that the mail itself lies in inherits it.
 */
const readerPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  'img-src data: heron-part:',
  "frame-src 'none'",
  `frame-ancestors ${appOrigin}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/**
 * To be called after `ready`: serves app://heron and the reader's page from the window's folder, and heron-part:// with images of stored
 * messages.
 */
export function serveProtocols(target: Protocol, options: ServeOptions): void {
  target.handle('app', (request) =>
    options.developmentServer === null
      ? serveFile(options.root, request)
      : forwardToDevelopmentServer(options.developmentServer, request),
  );
  target.handle('heron-part', (request) => {
    const printed = options.printPages.at(request.url);
    return printed === null ? serveImage(options, request) : page(printed);
  });
}

function policyOf({ url }: Request): string {
  return isReaderUrl(url) ? readerPolicy : contentSecurityPolicy;
}

async function serveFile(root: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? appFile(root, request.url) : null;
  if (file === null) return notFound();
  try {
    const path = await realpath(file.path);
    if (!path.startsWith(root + sep)) return notFound();
    return new Response(await readFile(path), {
      headers: {
        ...securityHeaders,
        'Content-Security-Policy': policyOf(request),
        'Content-Type': file.contentType,
      },
    });
  } catch {
    return notFound();
  }
}

/** Development only: the same origins, from Vite. Its hot reload needs an inline script and a web socket, so the policies are wider there. */
async function forwardToDevelopmentServer(origin: string, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const answer = await net.fetch(`${origin}${pathname}${search}`);
  const headers = new Headers(answer.headers);
  headers.set(
    'Content-Security-Policy',
    policyOf(request)
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'; connect-src 'self' ws://localhost:*")
      .replace("connect-src 'self';", ''),
  );
  return new Response(answer.body, { status: answer.status, headers });
}

async function serveImage(options: ServeOptions, request: Request): Promise<Response> {
  if (request.method !== 'GET') return notFound();
  const part = imagePart(request.url);
  if (part !== null) {
    const reply = await options.readPart(part);
    // Senders name types that no browser knows (image/jpg, application/octet-stream), and wrong ones.
    const type = reply.ok ? rasterType(reply.value.bytes) : null;
    return reply.ok && type !== null ? image(type, reply.value.bytes, 'private, max-age=3600') : notFound();
  }
  const drafted = draftPicture(request.url);
  if (drafted !== null) {
    const reply = await options.readDraftPicture(drafted);
    const type = reply.ok ? rasterType(reply.value.bytes) : null;
    // Gone with its draft, so never cached.
    return reply.ok && type !== null ? image(type, reply.value.bytes, 'no-store') : notFound();
  }
  const remote = remoteImage(request.url);
  const loaded = remote === null ? null : await options.readRemoteImage(remote);
  // Not cached, so that the permission is checked each time.
  return loaded === null ? notFound() : image(loaded.type, loaded.bytes, 'no-store');
}

/** A page that is being printed. */
function page(html: string): Response {
  return new Response(html, {
    headers: {
      ...securityHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': printPolicy,
      'Cache-Control': 'no-store',
    },
  });
}

function image(type: string, bytes: Uint8Array, cacheControl: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': "default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': cacheControl,
    },
  });
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
