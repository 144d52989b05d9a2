/** What stands under a message. */
export interface Signature {
  /** HTML of the editor's own schema; null: plain text. */
  readonly html: string | null;
  /** The same as plain text; empty: there is none. */
  readonly text: string;
}

/** What belongs to an address that the user writes from. */
export interface SenderSettings {
  /** Where answers are to go (RFC 5322 section 3.6.2); empty: to the address itself. */
  readonly replyTo: string;
  readonly signature: Signature;
  /** Where an answer's signature stands. */
  readonly place: 'above_quote' | 'below_quote';
}

/** A further address of an account, from which the user writes as well. */
interface Alias extends SenderSettings {
  readonly name: string;
  readonly address: string;
}

/** How an account's messages are written. */
export interface WritingSettings {
  /** What a new message begins as. */
  readonly format: 'html' | 'plain';
  /** Of the account's own address. */
  readonly own: SenderSettings;
  readonly aliases: readonly Alias[];
}

/** Of an address until the user says otherwise. */
export const defaultSender: SenderSettings = {
  replyTo: '',
  signature: { html: null, text: '' },
  place: 'above_quote',
};

/** Of an account until the user says otherwise. */
export const defaultWriting: WritingSettings = { format: 'html', own: defaultSender, aliases: [] };
