import { success } from '../../../shared/reply.ts';
import type { OrganisationService } from '../../organisation/organisation-service.ts';
import type { Caller, HandlersOf } from '../register.ts';

interface OrganisationHandlerPorts {
  readonly organisation: OrganisationService;
  /** Asks the user for one file; null: cancelled. */
  readonly askForFile: (caller: Caller) => Promise<string | null>;
  readonly quitting: AbortSignal;
}

/** The profile of the user's organisation. */
export function organisationHandlers({ organisation, ...ports }: OrganisationHandlerPorts): HandlersOf<'organisation'> {
  return {
    'organisation.get': async () => success(organisation.view()),
    'organisation.choose': async (_input, caller) => {
      const path = await ports.askForFile(caller);
      return path === null ? success(null) : organisation.open(path);
    },
    'organisation.openLink': ({ url }) => organisation.openLink(url, ports.quitting),
    'organisation.take': ({ candidateId }) => organisation.take(candidateId),
    'organisation.forget': () => organisation.forget(),
  };
}
