import type { Texts } from './en.ts';

export const accountsDe: Texts['accounts'] = {
  shared: {
    section: 'Freigegebene Postfächer',
    open: 'Freigegebenes Postfach hinzufügen …',
    title: 'Freigegebenes Postfach hinzufügen',
    lead: (person) => `Es wird mit der Anmeldung von ${person} geöffnet; niemand muss sich noch einmal anmelden.`,
    address: 'Adresse des freigegebenen Postfachs',
    displayName: 'Name des Absenders',
    displayNameHint: 'Wie andere ihn sehen, wenn Sie aus diesem Postfach schreiben. Das Feld kann leer bleiben.',
    add: 'Postfach hinzufügen',
    trying: 'Postfach wird geöffnet …',
    failed: (mailbox, person) => `Heron konnte ${mailbox} nicht als ${person} öffnen.`,
    rights: (person) =>
      `Ein Administrator gibt ${person} Vollzugriff auf dieses Postfach und das Recht, als dieses zu senden. Bis das wirkt, kann eine Stunde vergehen.`,
    copy: 'Text für Ihren Administrator kopieren',
    letter: (mailbox, person, commands) =>
      `Bitte geben Sie ${person} Vollzugriff auf das Postfach ${mailbox} und das Recht, als dieses zu senden, und lassen Sie IMAP dafür zu. In der Exchange-Online-PowerShell:

${commands}
`,
    alsoOpens: 'Öffnet auch',
    staysSignedIn: (others) =>
      `Die auf diesem Computer gespeicherten E-Mails werden entfernt. Die E-Mails auf dem Server bleiben, wie sie sind, und auch die Anmeldung bleibt, weil sie noch ${others} öffnet.`,
  },
  found: {
    own: (who) => `${who} hat seine Server genannt.`,
    elsewhere: (who, hosts) => `${who} nennt Server unter einer anderen Domain: ${hosts}.`,
    check:
      'Machen Sie nur weiter, wenn Sie wissen, dass Ihre E-Mails dort liegen. Ihr Passwort wird erst dann an sie geschickt.',
    nothingSent: 'Ihr Passwort wird erst an sie geschickt, wenn Sie weitermachen.',
  },
  signedIn: {
    title: 'Wessen Anmeldung öffnet dieses Postfach?',
    label: 'Anmeldung',
    there: (person) => `Die Anmeldung von ${person}`,
    thereDetail: 'Für ein freigegebenes Postfach: Sie ist schon in Heron, niemand muss sich noch einmal anmelden.',
    own: 'Eine eigene Anmeldung',
    ownDetail: 'Für das Postfach einer anderen Person, mit eigenem Passwort.',
  },
};
