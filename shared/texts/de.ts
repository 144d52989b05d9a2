import { accountsDe } from './accounts.de.ts';
import { appDe } from './app.de.ts';
import { commandsDe } from './commands.de.ts';
import { composeDe } from './compose.de.ts';
import { diagnosisDe } from './diagnosis.de.ts';
import type { Texts } from './en.ts';
import { errorsDe } from './errors.de.ts';
import { faultWordsDe } from './fault-words.de.ts';
import { faultsDe } from './faults.de.ts';
import { faultsAuthDe } from './faults-auth.de.ts';
import { faultsOperationsDe } from './faults-operations.de.ts';
import { faultsSendingDe } from './faults-sending.de.ts';
import { faultsServerDe } from './faults-server.de.ts';
import { foldersDe } from './folders.de.ts';
import { guidanceDe } from './guidance.de.ts';
import { healthDe } from './health.de.ts';
import { invitationDe } from './invitation.de.ts';
import { mailboxDe } from './mailbox.de.ts';
import { movingDe } from './moving.de.ts';
import { organisationDe } from './organisation.de.ts';
import { quotingDe } from './quoting.de.ts';
import { readerDe } from './reader.de.ts';
import { rulesDe } from './rules.de.ts';
import { searchDe } from './search.de.ts';
import { settingsDe } from './settings.de.ts';
import { setupDe } from './setup.de.ts';
import { terminalDe } from './terminal.de.ts';
import { transfersDe } from './transfers.de.ts';
import { troublesDe } from './troubles.de.ts';
import { verdictsDe } from './verdicts.de.ts';
import { verifyingDe } from './verifying.de.ts';

export const de: Texts = {
  accounts: accountsDe,
  app: appDe,
  commands: commandsDe,
  compose: composeDe,
  mailbox: mailboxDe,
  moving: movingDe,
  organisation: organisationDe,
  folders: foldersDe,
  quoting: quotingDe,
  reader: readerDe,
  invitation: invitationDe,
  search: searchDe,
  setup: setupDe,
  settings: settingsDe,
  diagnosis: diagnosisDe,
  errors: errorsDe,
  faults: { ...faultsDe, ...faultsServerDe, ...faultsAuthDe, ...faultsOperationsDe, ...faultsSendingDe },
  faultWords: faultWordsDe,
  guidance: guidanceDe,
  health: healthDe,
  rules: rulesDe,
  terminal: terminalDe,
  transfers: transfersDe,
  troubles: troublesDe,
  verifying: verifyingDe,
  verdicts: verdictsDe,
};
