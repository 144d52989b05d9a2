import type { organisationEn } from './organisation.en.ts';

export const organisationDe: typeof organisationEn = {
  open: 'Ich habe eine Datei oder einen Link von meiner Organisation',
  title: 'Für Ihre Organisation einrichten',
  lead: 'Ihre Administration kann ein Profil als Datei oder als Link herausgeben. Heron zeigt, was darin steht, bevor es gilt.',
  link: 'Link zum Profil',
  linkWrong: 'Ein Link beginnt mit https://.',
  showLink: 'Profil zeigen',
  chooseFile: 'Datei wählen …',
  shownLead: 'Das steht in dem Profil. Verwenden Sie es, wenn es von Ihrer Organisation kommt.',
  take: 'Dieses Profil verwenden',
  staysAsItIs: 'Es gilt für neue Konten. Konten, die in Heron sind, bleiben, wie sie sind.',
  inUse: (name) => `Heron ist für ${name} eingerichtet: Geben Sie Ihre Adresse dort ein, und melden Sie sich an.`,
  openWith: (name) => `Bei ${name} anmelden`,
  facts: {
    domains: 'Für Adressen bei',
    signIn: 'Anmeldung',
    providers: { microsoft365: 'Microsoft 365', google: 'Google', openid: 'OAuth2', password: 'Mit einem Passwort' },
    clientId: 'Client-ID',
    tenant: 'Mandant',
    imap: 'Mail lesen',
    smtp: 'Mail senden',
    helpDesk: 'Hilfe',
    from: 'Von',
  },
  helpDesk: { ask: 'Fragen Sie' },
  settings: {
    title: 'Organisation',
    managed: 'Die Administration dieses Computers hat Heron für diese Organisation eingerichtet.',
    own: 'Sie haben Heron für diese Organisation eingerichtet.',
    forget: 'Profil vergessen',
  },
};
