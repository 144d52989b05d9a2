/** ENVELOPE, BODYSTRUCTURE and body sections of a message (RFC 9051 section 7.5.2, RFC 2045). One char per octet. */
import { nstring, string, type Wire } from './wire.ts';

interface Part {
  readonly header: Wire;
  readonly body: Wire;
  readonly headers: ReadonlyMap<string, string>;
  readonly type: string;
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly children: readonly Part[];
}

/** Takes a message apart. */
export function parseMessage(raw: Wire): Part {
  const end = raw.indexOf('\r\n\r\n');
  const header = end < 0 ? raw : raw.slice(0, end + 4);
  const body = end < 0 ? '' : raw.slice(end + 4);
  const headers = new Map<string, string>();
  for (const line of header.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name, value] = /^([^:\s]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value?.trim() ?? '');
  }
  const { value, parameters } = fieldOf(headers.get('content-type') ?? 'text/plain; charset=us-ascii');
  const [type = 'text', subtype = 'plain'] = value.toLowerCase().split('/');
  return { header, body, headers, type, subtype, parameters, children: childrenOf(type, subtype, parameters, body) };
}

function childrenOf(type: string, subtype: string, parameters: ReadonlyMap<string, string>, body: Wire): Part[] {
  if (type === 'message' && subtype === 'rfc822') return [parseMessage(body)];
  const boundary = parameters.get('boundary');
  if (type !== 'multipart' || boundary === undefined) return [];
  const parts: string[] = [];
  let from = -1;
  for (const found of `\r\n${body}`.matchAll(/\r\n--([^\r\n]*?)(--)?[ \t]*(?=\r\n|$)/g)) {
    if (found[1] !== boundary) continue;
    // The body was prefixed by one line break, so positions are two less.
    if (from >= 0) parts.push(body.slice(from, Math.max(from, found.index - 2)));
    from = found.index + found[0].length;
    if (found[2] !== undefined) break;
  }
  return parts.map(parseMessage);
}

/** A header field with parameters, for example Content-Type. */
function fieldOf(text: string): { value: string; parameters: Map<string, string> } {
  const [value = '', ...rest] = text.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [, name, quoted, plain] = /^\s*([^=\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(part) ?? [];
    if (name !== undefined) parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return { value: value.trim(), parameters };
}

/** ENVELOPE's answer. */
export function envelopeOf({ headers }: Part): Wire {
  const from = addresses(headers.get('from'));
  const orFrom = (name: string): Wire => {
    const own = addresses(headers.get(name));
    return own === 'NIL' ? from : own;
  };
  const items = [
    nstring(headers.get('date')),
    nstring(headers.get('subject')),
    from,
    orFrom('sender'),
    orFrom('reply-to'),
    addresses(headers.get('to')),
    addresses(headers.get('cc')),
    addresses(headers.get('bcc')),
    nstring(headers.get('in-reply-to')),
    nstring(headers.get('message-id')),
  ];
  return `(${items.join(' ')})`;
}

function addresses(header: string | undefined): Wire {
  const list = header === undefined ? [] : header.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const written = list.flatMap((mailbox) => {
    const [, phrase, bracketed, bare = ''] = /^\s*(?:(.*?)\s*<([^>]*)>|(.*?))\s*$/s.exec(mailbox) ?? [];
    const address = bracketed ?? bare;
    if (address === '' && !phrase) return [];
    const at = address.lastIndexOf('@');
    const [local, host] = at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
    const name = phrase?.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1');
    return [`(${name ? string(name) : 'NIL'} NIL ${string(local)} ${string(host)})`];
  });
  return written.length === 0 ? 'NIL' : `(${written.join('')})`;
}

function parametersOf(parameters: ReadonlyMap<string, string>): Wire {
  const pairs = [...parameters].map(([name, value]) => `${string(name)} ${string(value)}`);
  return pairs.length === 0 ? 'NIL' : `(${pairs.join(' ')})`;
}

/** BODYSTRUCTURE's answer. */
export function bodyStructureOf(part: Part): Wire {
  const { headers, type, subtype, parameters, children, body } = part;
  const placed = headers.get('content-disposition');
  const disposition = placed === undefined ? null : fieldOf(placed);
  const extension = [
    disposition === null ? 'NIL' : `(${string(disposition.value)} ${parametersOf(disposition.parameters)})`,
    'NIL',
    nstring(headers.get('content-location')),
  ].join(' ');
  if (type === 'multipart' && children.length > 0) {
    return `(${children.map(bodyStructureOf).join('')} ${string(subtype)} ${parametersOf(parameters)} ${extension})`;
  }
  const basic = [
    string(type),
    string(subtype),
    parametersOf(parameters),
    nstring(headers.get('content-id')),
    nstring(headers.get('content-description')),
    string(headers.get('content-transfer-encoding') ?? '7bit'),
    String(body.length),
  ];
  const lines = String(body.split('\r\n').length - 1);
  const [inner] = children;
  if (inner !== undefined && type === 'message') basic.push(envelopeOf(inner), bodyStructureOf(inner), lines);
  else if (type === 'text') basic.push(lines);
  return `(${basic.join(' ')} NIL ${extension})`;
}

/** A section's octets (RFC 9051 section 6.4.5), for example of "", "HEADER.FIELDS (SUBJECT)" or "1.2"; null where there is none. */
export function sectionOf(message: Part, section: string): Wire | null {
  const [, numbers = '', word = ''] = /^((?:\d+\.?)*)(.*)$/s.exec(section) ?? [];
  const path = numbers.split('.').filter(Boolean).map(Number);
  let part: Part | undefined = message;
  for (const [depth, number] of path.entries()) {
    const holder: Part = depth > 0 && part.type === 'message' ? (part.children[0] ?? part) : part;
    part = holder.type === 'multipart' && holder.children.length > 0 ? holder.children[number - 1] : undefined;
    if (part === undefined) {
      if (number !== 1) return null;
      part = holder;
    }
  }
  if (word === '') return path.length === 0 ? message.header + message.body : part.body;
  if (word === 'MIME') return part.header;
  const whole = path.length > 0 && part.type === 'message' ? (part.children[0] ?? part) : part;
  if (word === 'TEXT') return whole.body;
  if (word === 'HEADER') return whole.header;
  const fields = /^HEADER\.FIELDS(\.NOT)? \((.*)\)$/is.exec(word);
  if (fields === null) return null;
  const wanted = new Set((fields[2] ?? '').toLowerCase().replaceAll('"', '').split(/\s+/));
  const lines = whole.header.split(/\r\n(?![ \t])/).filter((line) => {
    const name = /^([^:\s]+)\s*:/.exec(line)?.[1]?.toLowerCase();
    return name !== undefined && wanted.has(name) === (fields[1] === undefined);
  });
  return `${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
}
