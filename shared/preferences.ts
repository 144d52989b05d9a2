import type { Language } from './texts/format.ts';

/** What is asked about before a message is sent, in the order in which it is said. */
export const sendWarnings = ['no_subject', 'forgotten_file', 'new_outside', 'many_recipients'] as const;
export type SendWarningKind = (typeof sendWarnings)[number];

export const previewLineCounts = [0, 1, 2, 3] as const;
/** For how long texts of messages are kept on this computer. */
export const textAges = ['month', 'half_year', 'all'] as const;
/** How much the texts of one account may take, in megabytes (10^6 octets). */
export const textCaps = [500, 2_000] as const;
export const readingPanes = ['right', 'below', 'off'] as const;

/** What the user chose for Heron as a whole; kept in the settings file. */
export interface Preferences {
  readonly language: 'system' | Language;
  readonly theme: 'system' | 'light' | 'dark';
  /** Of the message list. `comfortable`: lines for sender, subject and preview; `compact`: one line for all. */
  readonly density: 'comfortable' | 'compact';
  /** Lines of a comfortable row that show how the text begins. */
  readonly previewLines: (typeof previewLineCounts)[number];
  /** Rows begin with the sender's initials on a colour. */
  readonly senderTiles: boolean;
  /** Where the open message is shown; `off`: in the list's place. */
  readonly readingPane: (typeof readingPanes)[number];
  /** Lists over all accounts are offered above the accounts, where there are several. */
  readonly overAccounts: boolean;
  /** What stands in the sidebar to be searched for again, as it was typed. */
  readonly savedSearches: readonly string[];
  /** Messages that another program marked as deleted are left out of the lists. */
  readonly hideMarkedDeleted: boolean;
  /** The reader shows the other messages of a conversation beside the open one. */
  readonly conversations: boolean;
  /** Texts of messages that neither came nor were read for longer than this are not kept on this computer. */
  readonly keepTexts: (typeof textAges)[number];
  /** In megabytes, for each account; null: no limit. */
  readonly textsCap: (typeof textCaps)[number] | null;
  /** What attachments say is found as well: of those that were opened, shown or saved. */
  readonly searchFiles: boolean;
  readonly textSize: 'small' | 'medium' | 'large' | 'largest';
  /** Closing the window keeps Heron in the tray, where the desktop has one. */
  readonly closeToTray: boolean;
  /** Heron starts hidden in the tray when the user signs in to the computer. */
  readonly startAtLogin: boolean;
  readonly notifications: boolean;
  /** Notifications name sender and subject. */
  readonly notificationPreview: boolean;
  /** `ask`: blocked until the user allows them for a message or a sender. `never`: blocked, and not offered. */
  readonly remoteImages: 'ask' | 'never';
  /** Keys such as J and E without Ctrl (WCAG 2.1.4 asks that they can be turned off). */
  readonly singleKeyShortcuts: boolean;
  /** What the user does not want to be asked about before a message is sent. */
  readonly mutedWarnings: readonly SendWarningKind[];
  /** Null: nothing chosen yet, so spelling is checked where nothing has to be downloaded for it. */
  readonly spellChecking: boolean | null;
  /** BCP 47, of those that there are dictionaries for. Null: nothing chosen yet, so those of the system. */
  readonly spellingLanguages: readonly string[] | null;
}

/** What a new profile starts with. */
export const defaultPreferences: Preferences = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  previewLines: 1,
  senderTiles: true,
  readingPane: 'right',
  overAccounts: true,
  savedSearches: [],
  hideMarkedDeleted: false,
  conversations: true,
  keepTexts: 'all',
  textsCap: null,
  searchFiles: true,
  textSize: 'medium',
  closeToTray: true,
  startAtLogin: false,
  notifications: true,
  notificationPreview: true,
  remoteImages: 'ask',
  singleKeyShortcuts: true,
  mutedWarnings: [],
  spellChecking: null,
  spellingLanguages: null,
};

/** What this computer has for checking spelling. */
export interface SpellingSource {
  /** The server that dictionaries are downloaded from; null where the system checks spelling itself, in its own languages. */
  readonly downloadedFrom: string | null;
  /** BCP 47: the dictionaries that there are. */
  readonly offered: readonly string[];
  /** Those of them that the system's user reads. */
  readonly ofSystem: readonly string[];
}

/** Whether spelling is checked, and in which languages. */
export function spellingInForce(
  { spellChecking, spellingLanguages }: Pick<Preferences, 'spellChecking' | 'spellingLanguages'>,
  { downloadedFrom, offered, ofSystem }: SpellingSource,
): { readonly on: boolean; readonly languages: readonly string[] } {
  return {
    on: spellChecking ?? downloadedFrom === null,
    languages: (spellingLanguages ?? ofSystem).filter((language) => offered.includes(language)),
  };
}

/** The preferences, with what they result in on this computer. */
export interface EffectivePreferences extends Preferences {
  /** The language that is shown: the preferred one, or the system's if Heron has it. */
  readonly spokenLanguage: Language;
  /** The system's locale, for dates and numbers, for example "de-AT". */
  readonly systemLocale: string;
  /**
   * The window's text direction; it is right to left only with Chromium's `--force-ui-direction=rtl`, since Heron has
   * no such language yet.
   */
  readonly direction: 'ltr' | 'rtl';
  /** Whether the desktop has a place for the tray icon; without one, closing the window quits. */
  readonly hasTray: boolean;
  /** Whether Heron can make the system start it. */
  readonly canStartAtLogin: boolean;
  readonly spelling: SpellingSource;
}

/** Colours that an account can have; the values are in tokens.css. */
export const accountColours = ['blue', 'teal', 'green', 'amber', 'red', 'pink', 'purple', 'grey'] as const;
export type AccountColour = (typeof accountColours)[number];

/** Neighbours differ the most, also for those who tell red from green with difficulty. */
const coloursByPlace: readonly AccountColour[] = ['blue', 'amber', 'teal', 'pink', 'green', 'purple', 'red'];

/** The colour of the account at a place among the accounts for which none was chosen. */
export function colourAt(place: number): AccountColour {
  return coloursByPlace[place % coloursByPlace.length] ?? 'blue';
}
