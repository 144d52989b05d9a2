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
  /** The organisation wants an administrator's approval first. `**…**` is a mark of components/phrase.tsx. */
  approval: {
    subject: 'Please approve the mail client Heron',
    send: 'Send by e-mail',
    requested:
      'If Microsoft’s page let you send a request for approval, it is on its way, and Microsoft writes to you when it is decided.',
    asks: 'What Heron asks for, and why',
    permissions: {
      'IMAP.AccessAsUser.All':
        'To read and file the mail of whoever signs in, in the mailboxes that this person may open.',
      'SMTP.Send': 'To send mail as that person.',
      offline_access: 'To stay signed in, until the approval or the sign-in is taken back.',
    },
    cannot:
      'Heron is a program on this computer: mail and sign-ins go to no server but Microsoft’s. Without a person’s sign-in it can do nothing, and it can change nothing in the organisation.',
    how: 'How an administrator approves it, and takes it back',
    byLink: 'Open the approval page as an administrator, and choose **Accept**.',
    byPortal:
      'Or in the Microsoft Entra admin center: **Enterprise apps**, Heron, **Permissions**, **Grant admin consent**.',
    byPowerShell: 'Or with Microsoft Graph PowerShell:',
    copyCommands: 'Copy the commands',
    revoke:
      'To take it back: **Enterprise apps**, Heron, **Permissions**, then revoke them, or delete the application there. What Heron has ends within about an hour.',
  },
  copied: 'Copied',
};
