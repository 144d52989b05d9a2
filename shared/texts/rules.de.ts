import type { rulesEn } from './rules.en.ts';

export const rulesDe: typeof rulesEn = {
  noAddress: 'Geben Sie Ihre E-Mail-Adresse ein.',
  address: 'Das ist keine E-Mail-Adresse.',
  noHost: 'Geben Sie den Namen des Servers ein.',
  host: 'Ein Servername besteht nur aus Buchstaben, Ziffern, Punkten und Bindestrichen.',
  port: 'Ein Port ist eine Zahl von 1 bis 65535.',
  noClientId: 'Geben Sie die Client-ID aus der App-Registrierung ein.',
  clientId: 'Eine Client-ID sieht so aus: 00000000-0000-0000-0000-000000000000.',
  tenant: 'Ein Mandant ist common, organizations, eine Mandanten-ID oder eine Domain.',
  discovery: 'Geben Sie eine Adresse ein, die mit https:// beginnt.',
  noScopes: 'Geben Sie mindestens einen Bereich ein.',
  loginHost: 'Geben Sie eine Adresse wie https://login.microsoftonline.com ein.',
  noUsername: 'Geben Sie den Benutzernamen ein.',
  noPassword: 'Geben Sie das Passwort ein.',
  noFolderName: 'Geben Sie einen Namen ein.',
  folderName: 'Ein Ordnername enthält keine Steuerzeichen.',
};
