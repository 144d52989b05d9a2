import { accountsEn } from './accounts.en.ts';
import { appEn } from './app.en.ts';
import { commandsEn } from './commands.en.ts';
import { composeEn } from './compose.en.ts';
import { diagnosisEn } from './diagnosis.en.ts';
import { errorsEn } from './errors.en.ts';
import { faultWordsEn } from './fault-words.en.ts';
import { faultsEn } from './faults.en.ts';
import { faultsAuthEn } from './faults-auth.en.ts';
import { faultsOperationsEn } from './faults-operations.en.ts';
import { faultsSendingEn } from './faults-sending.en.ts';
import { faultsServerEn } from './faults-server.en.ts';
import { foldersEn } from './folders.en.ts';
import { guidanceEn } from './guidance.en.ts';
import { healthEn } from './health.en.ts';
import { invitationEn } from './invitation.en.ts';
import { mailboxEn } from './mailbox.en.ts';
import { movingEn } from './moving.en.ts';
import { organisationEn } from './organisation.en.ts';
import { quotingEn } from './quoting.en.ts';
import { readerEn } from './reader.en.ts';
import { rulesEn } from './rules.en.ts';
import { searchEn } from './search.en.ts';
import { settingsEn } from './settings.en.ts';
import { setupEn } from './setup.en.ts';
import { terminalEn } from './terminal.en.ts';
import { transfersEn } from './transfers.en.ts';
import { troublesEn } from './troubles.en.ts';
import { verdictsEn } from './verdicts.en.ts';
import { verifyingEn } from './verifying.en.ts';

/** English, and the shape of every other catalogue. */
export const en = {
  accounts: accountsEn,
  app: appEn,
  commands: commandsEn,
  compose: composeEn,
  mailbox: mailboxEn,
  moving: movingEn,
  organisation: organisationEn,
  folders: foldersEn,
  quoting: quotingEn,
  reader: readerEn,
  invitation: invitationEn,
  search: searchEn,
  setup: setupEn,
  settings: settingsEn,
  diagnosis: diagnosisEn,
  errors: errorsEn,
  faults: { ...faultsEn, ...faultsServerEn, ...faultsAuthEn, ...faultsOperationsEn, ...faultsSendingEn },
  faultWords: faultWordsEn,
  guidance: guidanceEn,
  health: healthEn,
  rules: rulesEn,
  terminal: terminalEn,
  transfers: transfersEn,
  troubles: troublesEn,
  verifying: verifyingEn,
  verdicts: verdictsEn,
};

/** Every word that Heron says, by area. English is the catalogue's shape; another language that lacks a text does not compile. */
export type Texts = typeof en;
