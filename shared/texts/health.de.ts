import type { Texts } from './en.ts';
import { formatNumber, plural } from './format.ts';

export const healthDe: Texts['health'] = {
  states: {
    ok: (time) => `Aktuell, Stand ${time}`,
    behind: (folders) =>
      folders === 0
        ? 'Noch nicht mit dem Server verglichen'
        : plural('de', folders, {
            one: '1 Ordner ist nicht auf dem neuesten Stand',
            other: `${formatNumber('de', folders)} Ordner sind nicht auf dem neuesten Stand`,
          }),
    refreshing: 'Wird aktualisiert',
    offline: 'Offline',
    throttled: (time) => `Wartet bis ${time} auf den Server`,
    paused: (time) => `Pausiert bis ${time}`,
    needs_you: 'Ihre Hilfe nötig',
    needs_sign_in: 'Anmeldung nötig',
    needs_administrator: 'Braucht Ihren Administrator',
    needs_attention: 'Gestört',
  },
  within: {
    ok: (time) => `aktuell, Stand ${time}`,
    behind: (folders) =>
      folders === 0
        ? 'noch nicht mit dem Server verglichen'
        : plural('de', folders, {
            one: '1 Ordner ist nicht auf dem neuesten Stand',
            other: `${formatNumber('de', folders)} Ordner sind nicht auf dem neuesten Stand`,
          }),
    refreshing: 'wird aktualisiert',
    offline: 'offline',
    throttled: (time) => `wartet auf Wunsch des Servers bis ${time}`,
    paused: (time) => `pausiert bis ${time}`,
    needs_you: 'Ihre Hilfe nötig',
    needs_sign_in: 'Anmeldung nötig',
    needs_administrator: 'braucht Ihren Administrator',
    needs_attention: 'gestört',
  },
  notices: {
    needs_you: (account) => `${account} braucht Ihre Hilfe`,
    needs_sign_in: (account) => `${account}: Bitte melden Sie sich an`,
    needs_administrator: (account) => `${account} braucht Ihren Administrator`,
    needs_attention: (account) => `${account} kann nicht synchronisiert werden`,
  },
};
