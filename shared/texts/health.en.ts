import { formatNumber, plural } from './format.ts';

/** How an account is, wherever that is said. */
export const healthEn = {
  /** As a line of its own. */
  states: {
    ok: (time: string) => `Up to date, as of ${time}`,
    /** 0: none was looked at yet. */
    behind: (folders: number) =>
      folders === 0
        ? 'Not compared with the server yet'
        : plural('en', folders, {
            one: '1 folder is not up to date',
            other: `${formatNumber('en', folders)} folders are not up to date`,
          }),
    refreshing: 'Refreshing',
    offline: 'Offline',
    throttled: (time: string) => `Waiting for the server until ${time}`,
    paused: (time: string) => `Paused until ${time}`,
    needs_you: 'Needs you',
    /** Where signing in, or entering the password, is what helps. */
    needs_sign_in: 'Needs you to sign in',
    needs_administrator: 'Needs your administrator',
    needs_attention: 'Needs attention',
  },
  /** After the account's name and a colon. */
  within: {
    ok: (time: string) => `up to date, as of ${time}`,
    behind: (folders: number) =>
      folders === 0
        ? 'not compared with the server yet'
        : plural('en', folders, {
            one: '1 folder is not up to date',
            other: `${formatNumber('en', folders)} folders are not up to date`,
          }),
    refreshing: 'refreshing',
    offline: 'offline',
    throttled: (time: string) => `waiting until ${time}, as the server asked`,
    paused: (time: string) => `paused until ${time}`,
    needs_you: 'needs you',
    needs_sign_in: 'needs you to sign in',
    needs_administrator: 'needs your administrator',
    needs_attention: 'needs attention',
  },
  /** The title of a notification. */
  notices: {
    needs_you: (account: string) => `${account} needs you`,
    needs_sign_in: (account: string) => `${account} needs you to sign in`,
    needs_administrator: (account: string) => `${account} needs your administrator`,
    needs_attention: (account: string) => `${account} cannot be synced`,
  },
};
