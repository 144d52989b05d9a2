import { cleanServerText } from '../mail/clean-text.ts';

/** A server's answer (RFC 5321 section 4.2). */
export interface SmtpReply {
  /** Three digits; 0 where the answer does not begin with a code. */
  readonly code: number;
  /** The enhanced status code (RFC 3463), for example "5.7.139"; empty where there is none. */
  readonly status: string;
  /** All its lines in one, without their codes; the enhanced status code stands before the first. */
  readonly text: string;
}

const statusCode = /^([245]\.\d{1,3}\.\d{1,3})\b/;

/** Reads an answer of one or more lines. */
export function readReply(response: string): SmtpReply {
  const lines = response.slice(0, 20_000).split(/\r?\n/);
  const code = Number(/^([2-5]\d\d)(?:[ -]|$)/.exec(lines[0] ?? '')?.[1] ?? 0);
  const texts = lines.map((line) => line.replace(/^\d{3}[ -]?/, ''));
  const status = statusCode.exec(texts[0] ?? '')?.[1] ?? '';
  const [first = '', ...others] = texts;
  return { code, status, text: [first, ...others.map((text) => text.replace(statusCode, '').trim())].join(' ') };
}

/** The server's words for the user, without secrets. */
export function saidBy(reply: SmtpReply, { secrets }: { readonly secrets: readonly string[] }): string {
  return cleanServerText(reply.text, secrets);
}

/** Whether the server may take later what it refuses now (RFC 5321 section 4.2.1). */
export function isPassing({ code }: SmtpReply): boolean {
  return code >= 400 && code < 500;
}
