import type { terminalEn } from './terminal.en.ts';

export const terminalDe: typeof terminalEn = {
  usage: `heron [--profile <Ordner>] <Befehl> [Optionen]

  heron doctor [Konto]         prüft ein Konto Schritt für Schritt, sagt, was nicht stimmt und wer dran ist
  heron accounts               listet die Konten auf
  heron sync [Konto]           gleicht Konten mit ihren Servern ab und endet dann
  heron sign-in <Konto>        meldet neu an, mit einem Code für einen Browser auf irgendeinem Gerät

  <Konto>                      seine Adresse, sein Name in Heron oder seine ID; ohne: alle
  --browser                    sign-in: mit dem Browser dieses Computers statt mit einem Code
  --json                       für Programme
  --ozone-platform=headless    unter Linux, wo es keinen Bildschirm gibt, zum Beispiel über ssh
  --help

Ohne Befehl öffnet Heron sein Fenster. Die Exit-Codes stehen in docs/cli.md.`,
  unexpected: (argument) => `„${argument}“ gehört nicht hierher. heron --help sagt, was geht.`,
  heronRuns:
    'Heron läuft mit diesem Profil, und nur eines kann es zugleich verwenden. Beenden Sie es zuerst, oder verwenden Sie „Diagnose…“ in seinem Fenster.',
  noAccounts: 'In diesem Profil gibt es noch kein Konto. Öffnen Sie Heron, um eines hinzuzufügen.',
  noSuchAccount: (name) => `Es gibt kein Konto „${name}“. heron accounts listet sie auf.`,
  whichAccount: 'Nennen Sie das Konto: heron sign-in <Konto>.',
  hasPassword: (address) => `${address} meldet sich mit einem Passwort an. Geben Sie es in Herons Fenster ein.`,
  inStep: (unread) => `abgeglichen, ${unread} ungelesen`,
  code: (page, code) => `Öffnen Sie ${page} in einem Browser auf irgendeinem Gerät, und geben Sie den Code ${code} ein`,
  page: (page) => `Melden Sie sich auf dieser Seite an: ${page}`,
  signedIn: (address) => `${address} ist angemeldet.`,
  notKept: 'Hier gibt es keinen Schlüsselbund, also endet die Anmeldung mit diesem Befehl.',
  run: (command) => `Führen Sie aus: ${command}`,
  inWindow: (button) => `In Herons Fenster: ${button}`,
};
