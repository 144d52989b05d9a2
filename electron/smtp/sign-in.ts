import type { Credentials } from '../mail/credentials.ts';
import { readReply, type SmtpReply } from './smtp-reply.ts';

/** A server's side of a sign-in, as nodemailer hands it to a handler of one's own. */
export interface SignInDialogue {
  readonly authMethods: readonly string[];
  readonly sendCommand: (command: string) => Promise<{ readonly response: string }>;
}

export type SignInResult =
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'refused'; readonly reply: SmtpReply }
  /** The server offers no way to sign in with these credentials. */
  | { readonly kind: 'no_method' };

/** Signs in with XOAUTH2, PLAIN (RFC 4616) or LOGIN, whichever the server offers and the credentials allow. */
export async function signIn(credentials: Credentials, dialogue: SignInDialogue): Promise<SignInResult> {
  const offers = (method: string): boolean => dialogue.authMethods.includes(method);
  if (credentials.kind === 'xoauth2') {
    return offers('XOAUTH2') ? await xoauth2(credentials, dialogue) : { kind: 'no_method' };
  }
  const { username, password } = credentials;
  if (offers('PLAIN')) return result(await ask(dialogue, `AUTH PLAIN ${base64(`\0${username}\0${password}`)}`));
  if (!offers('LOGIN')) return { kind: 'no_method' };
  for (const line of ['AUTH LOGIN', base64(username)]) {
    const reply = await ask(dialogue, line);
    if (reply.code !== 334) return { kind: 'refused', reply };
  }
  return result(await ask(dialogue, base64(password)));
}

async function xoauth2(
  { username, accessToken }: Extract<Credentials, { kind: 'xoauth2' }>,
  dialogue: SignInDialogue,
): Promise<SignInResult> {
  const token = base64(`user=${username}\u0001auth=Bearer ${accessToken}\u0001\u0001`);
  const reply = await ask(dialogue, `AUTH XOAUTH2 ${token}`);
  // A refusal is a challenge with the reason; the server says no when it was answered with an empty line.
  return result(reply.code === 334 ? await ask(dialogue, '') : reply);
}

async function ask(dialogue: SignInDialogue, line: string): Promise<SmtpReply> {
  return readReply((await dialogue.sendCommand(line)).response);
}

function result(reply: SmtpReply): SignInResult {
  return reply.code === 235 ? { kind: 'signed_in' } : { kind: 'refused', reply };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
