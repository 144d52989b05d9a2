import type { ImapFlow } from 'imapflow';
import type { ImapAttribute, ImapAttributeList, ImapCompileNode, ImapResponse } from 'imapflow/lib/handler/types.js';

/** The part of imapflow's client (2.10.2) that is missing from its types: a command, with handlers for untagged answers while it runs. */
export interface Commands {
  /** imapflow reads no further until `next` of what this answers was called. Throws what the command is refused with. */
  exec(
    command: string,
    attributes: readonly (ImapCompileNode | readonly ImapCompileNode[])[],
    options: { readonly untagged: Readonly<Record<string, (answer: ImapResponse) => Promise<void>>> },
  ): Promise<{ next(): void }>;
}

/** The client as what runs commands. */
export function commandsOf(client: ImapFlow): Commands {
  if (!isCommands(client)) throw new Error('This version of imapflow runs no commands.');
  return client;
}

function isCommands(client: object): client is Commands {
  return typeof Reflect.get(client, 'exec') === 'function';
}

/** An atom of a command. */
export function atom(value: string): { type: string; value: string } {
  return { type: 'ATOM', value };
}

/** A list in an answer; empty for anything else. */
export function listOf(value: ImapAttribute): ImapAttributeList {
  return Array.isArray(value) ? value : [];
}

/** The text of an atom, a string or a literal; empty for anything else. */
export function textOf(value: ImapAttribute): string {
  const text = value?.value;
  if (typeof text === 'string') return text;
  return Buffer.isBuffer(text) ? text.toString() : '';
}

/** Digits that a double holds exactly (an RFC822.SIZE has 64 bits in RFC 9051); null for anything else. */
export function numberOf(value: ImapAttribute): number | null {
  const text = textOf(value);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
