import type { diagnosisEn } from './diagnosis.en.ts';

export const diagnosisDe: typeof diagnosisEn = {
  paused: 'Heron pausiert bis {time}.',
  resume: 'Fortsetzen',
  tryNow: 'Jetzt versuchen',
  offline: 'Sie lesen die hier gespeicherten E-Mails; Heron verbindet sich von selbst wieder.',
  throttled: 'Der Server bittet Heron, langsamer zu machen. Um {time} geht es weiter.',
  signIn: 'Anmelden',
  canBeRead: 'Die hier gespeicherten E-Mails können Sie weiter lesen.',
  admin: {
    label: 'Für Ihren Administrator',
    copy: 'Text für Ihren Administrator kopieren',
    open: 'Genehmigungsseite öffnen',
  },
  approval: {
    subject: 'Bitte um Genehmigung des E-Mail-Programms Heron',
    send: 'Per E-Mail senden',
    requested:
      'Wenn Sie auf der Seite von Microsoft um die Genehmigung bitten konnten, ist diese Bitte unterwegs, und Microsoft schreibt Ihnen, sobald entschieden ist.',
    asks: 'Worum Heron bittet, und wozu',
    permissions: {
      'IMAP.AccessAsUser.All':
        'Um die E-Mails der angemeldeten Person zu lesen und abzulegen, in den Postfächern, die sie öffnen darf.',
      'SMTP.Send': 'Um als diese Person E-Mails zu senden.',
      offline_access: 'Um angemeldet zu bleiben, bis die Genehmigung oder die Anmeldung zurückgenommen wird.',
    },
    cannot:
      'Heron ist ein Programm auf diesem Computer: E-Mails und Anmeldungen gehen an keinen Server außer an die von Microsoft. Ohne die Anmeldung einer Person kann es nichts, und in der Organisation kann es nichts ändern.',
    how: 'Wie ein Administrator zustimmt und die Zustimmung zurücknimmt',
    byLink: 'Öffnen Sie als Administrator die Genehmigungsseite und wählen Sie **Akzeptieren**.',
    byPortal:
      'Oder im Microsoft Entra Admin Center: **Enterprise apps** (Unternehmens-Apps), Heron, **Permissions** (Berechtigungen), **Grant admin consent** (Administratorzustimmung erteilen).',
    byPowerShell: 'Oder mit Microsoft Graph PowerShell:',
    copyCommands: 'Befehle kopieren',
    revoke:
      'Zurücknehmen: **Enterprise apps** (Unternehmens-Apps), Heron, **Permissions** (Berechtigungen), dort widerrufen oder die Anwendung löschen. Was Heron hat, endet nach etwa einer Stunde.',
  },
  copied: 'Kopiert',
};
