/** Banners and notices. `{…}` is a mark of components/phrase.tsx. */
export const diagnosisEn = {
  paused: 'Heron is paused until {time}.',
  resume: 'Resume',
  tryNow: 'Try now',
  offline: 'You are reading the mail stored here; Heron reconnects by itself.',
  throttled: 'The server asks Heron to slow down. It goes on at {time}.',
  signIn: 'Sign in',
  canBeRead: 'The mail stored here can still be read.',
  admin: {
    label: 'For your administrator',
    copy: 'Copy text for your administrator',
    open: 'Open the approval page',
  },
  copied: 'Copied',
};
