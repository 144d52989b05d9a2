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
  copied: 'Kopiert',
};
