import { formatNumber } from './format.ts';
import type { movingEn } from './moving.en.ts';

const count = (accounts: number) => (accounts === 1 ? '1 Konto' : `${formatNumber('de', accounts)} Konten`);

export const movingDe: typeof movingEn = {
  open: 'Konten aus einem anderen Programm holen',
  title: 'Bringen Sie Ihre Konten mit',
  lead: 'Heron liest, was andere Programme auf diesem Computer gespeichert haben, und ändert dort nichts.',
  looking: 'Heron sucht Konten auf diesem Computer …',
  none: 'An den üblichen Orten liegen keine Konten von Thunderbird oder RustyMail.',
  chooseFile: 'Datei wählen …',
  chooseHint:
    'Thunderbirds profiles.ini oder prefs.js, RustyMails config/accounts.json, oder eine Datei, die Heron exportiert hat.',
  kinds: { thunderbird: 'Thunderbird', rustymail: 'RustyMail', heron: 'Heron, von einem anderen Computer' },
  source: (kind, name) => (name === '' ? kind : `${kind}, Profil „${name}“`),
  brings: {
    password: 'Das Passwort kommt mit',
    sign_in: 'Die Anmeldung kommt mit',
    ask_password: 'Heron wird nach dem Passwort fragen',
    ask_sign_in: 'Sie melden sich einmal an',
  },
  isThere: 'Ist schon in Heron',
  notes: {
    encrypted: (field) => `${field} ist dort verschlüsselt und bleibt dort.`,
    unreadable: (field) => `${field} war nicht lesbar.`,
    second_password: (field) =>
      `${field}: Zum Senden gibt es dort ein zweites Passwort; Heron nimmt das erste für beides.`,
    guessed: () => 'Für das Senden war kein Server genannt. Heron nimmt den üblichen Namen.',
    made_secure: (field) => `${field}: dort nicht verschlüsselt. Heron verschlüsselt immer.`,
    no_oauth: () => 'OAuth2 braucht hier eine Registrierung. Solange es keine gibt, fragt Heron nach einem Passwort.',
    by_system: () => 'Dort meldet sich der Computer selbst an, was Heron nicht kann. Heron fragt nach einem Passwort.',
  },
  notTaken: 'Bleibt dort:',
  leftOut: {
    pop3: 'POP3, das keine Mail auf dem Server lässt',
    other_kind: 'kein Postfach',
    no_address: 'keine brauchbare Adresse',
    no_server: 'kein brauchbarer Server',
    twice: 'steht dort zweimal',
    malformed: 'nicht lesbar',
    too_many: 'mehr als 500 Konten',
  },
  leftOutItem: (name, why) => `${name} (${why})`,
  take: (accounts) => (accounts === 0 ? 'Konten übernehmen' : `${count(accounts)} übernehmen`),
  done: {
    title: 'Ihre Konten',
    lead: (accounts) => (accounts === 1 ? '1 Konto wurde übernommen.' : `${count(accounts)} wurden übernommen.`),
    nothing: 'Kein Konto wurde übernommen.',
    works: 'Ist in Heron',
    password: 'Wartet auf sein Passwort',
    sign_in: 'Wartet auf Ihre Anmeldung',
    waiting: 'Ein Konto, das auf Sie wartet, sagt das über seiner Mail, mit einer Schaltfläche.',
    toMailbox: 'Zum Postfach',
  },
  settings: {
    open: 'Konten übernehmen …',
    export: 'Konten exportieren …',
    exported: (path) => `Ohne Passwörter und Anmeldungen gespeichert: ${path}`,
  },
};
