import type { Address, Attachment, MessageHeader } from '../../../shared/mail.ts';
import { localeOf } from '../../../shared/texts/format.ts';
import { language, texts } from '../../../shared/texts/texts.ts';

/** What of a message is printed below its header. */
export type PrintedContent =
  /** Sanitised by the reader's page, as it is shown. */
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'text'; readonly text: string; readonly fixedWidth: boolean };

/** No real message has more people or files; the rest is counted. */
const mostListed = 200;

const headerStyle = `
h1 { margin: 0 0 8pt; font: 600 15pt/1.3 system-ui, sans-serif; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2pt 10pt; margin: 0; }
dt { color: #5a6168; }
dd { margin: 0; overflow-wrap: anywhere; }
`;
/** Rules that no style sheet of the mail overrides: these stand in an attribute, and are important. */
const hostStyle =
  'all:initial!important;display:block!important;position:relative!important;z-index:2147483647!important;background:#fff!important;color:#1b1f23!important;font:10pt/1.45 system-ui,sans-serif!important;padding:0 0 10pt!important;margin:0 0 12pt!important;border-bottom:1px solid #c4c9ce!important';
const pageStyle = `
@page { margin: 16mm; }
html { color-scheme: only light; background: #fff; color: #1b1f23; }
body { margin: 0; font: 10.5pt/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
img { max-width: 100%; object-fit: contain; }
img:not([src]) { display: none; }
pre { white-space: pre-wrap; }
blockquote { margin: 0; margin-inline-start: 6pt; padding-inline-start: 9pt; border-inline-start: 1.5pt solid #c4c9ce; }
.heron-text { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
.heron-fixed { font-family: ui-monospace, monospace; font-size: 9pt; }
`;

/**
 * The page that is printed: who wrote what to whom and when, then the message as it is shown. The header lies in a shadow tree, which the mail's
 * styles do not reach, and above everything that the mail draws.
 */
export function printDocument(header: MessageHeader, content: PrintedContent): string {
  const words = texts().reader.header;
  const subject = header.subject.trim() || words.noSubject;
  const date = header.sentAt ?? header.receivedAt;
  const lines = [
    line(words.from, people(header.from)),
    date === null ? '' : line(words.date, escaped(dateInWords(date))),
    line(words.to, people(header.to)),
    line(words.cc, people(header.cc)),
    line(texts().reader.attachments.label, files(header.attachments)),
  ];
  const block = `<heron-header style="${hostStyle}"><template shadowrootmode="closed"><style>${headerStyle}</style><h1 dir="auto">${escaped(subject)}</h1><dl>${lines.join('')}</dl></template></heron-header>`;
  const body =
    content.kind === 'html'
      ? content.html
      : `<pre dir="auto" class="heron-text${content.fixedWidth ? ' heron-fixed' : ''}">${escaped(content.text)}</pre>`;
  return `<!doctype html><html lang="${language()}"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>${escaped(subject)}</title><style>${pageStyle}</style></head><body>${block}${body}`;
}

function line(label: string, html: string): string {
  return html === '' ? '' : `<dt>${escaped(label)}</dt><dd>${html}</dd>`;
}

function people(addresses: readonly Address[]): string {
  const written = addresses
    .slice(0, mostListed)
    .map(({ name, address }) => (name ? `<bdi>${escaped(name)}</bdi> &lt;${escaped(address)}&gt;` : escaped(address)));
  return withRest(written, addresses.length);
}

function files(attachments: readonly Attachment[]): string {
  const listed = attachments.filter(({ inline }) => !inline);
  return withRest(
    listed.slice(0, mostListed).map(({ filename }) => `<bdi>${escaped(filename)}</bdi>`),
    listed.length,
  );
}

function withRest(written: readonly string[], all: number): string {
  return written.join(', ') + (all > written.length ? ` + ${all - written.length}` : '');
}

function dateInWords(time: number): string {
  return new Intl.DateTimeFormat(localeOf(language()), { dateStyle: 'full', timeStyle: 'short' }).format(time);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
