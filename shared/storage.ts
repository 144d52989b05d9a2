import type { AccountId } from './mail.ts';
import type { Preferences } from './preferences.ts';

/** Which texts of messages are kept on this computer; null: no limit. */
export interface TextBudget {
  /** Texts of messages that neither came nor were read within so many days are not kept. */
  readonly days: number | null;
  /** Of each account, texts of at most so many octets are kept. */
  readonly octets: number | null;
}

/** All texts are kept. */
export const everyText: TextBudget = { days: null, octets: null };

const daysOf = { month: 30, half_year: 183, all: null } as const;

/** The limits that the user's choice stands for. */
export function textBudget({ keepTexts, textsCap }: Pick<Preferences, 'keepTexts' | 'textsCap'>): TextBudget {
  return { days: daysOf[keepTexts], octets: textsCap === null ? null : textsCap * 1_000_000 };
}

/** What an account's mail takes on this computer. */
export interface AccountStorage {
  readonly accountId: AccountId;
  /** Octets of its database: headers, texts and the search index. */
  readonly octets: number;
  /** How many messages have their text here. */
  readonly texts: number;
  /** Octets of these texts. */
  readonly textOctets: number;
}

/** What freeing space came to. */
export interface FreedStorage {
  /** Octets that were given back to the disk. */
  readonly freed: number;
  /** Octets that stay in databases, to be filled with new mail. */
  readonly reusable: number;
}
