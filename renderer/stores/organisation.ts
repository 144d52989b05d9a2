import { create } from 'zustand';
import { isOfOrganisation, type OrganisationView } from '../../shared/organisation.ts';
import { call, on } from '../bridge.ts';

/** The profile of the user's organisation; null: there is none. */
export const useOrganisation = create<{ readonly organisation: OrganisationView | null }>()(() => ({
  organisation: null,
}));

/** Follows main's profile; returns the unsubscribe. */
export function followOrganisation(): () => void {
  const stop = on('organisation.changed', ({ organisation }) => useOrganisation.setState({ organisation }));
  void call('organisation.get', undefined).then((reply) => {
    if (reply.ok) useOrganisation.setState({ organisation: reply.value });
  });
  return stop;
}

/** The help desk of an address's organisation; null where none is known. */
export function useHelpDesk(address: string): OrganisationView['helpDesk'] {
  return useOrganisation(({ organisation }) =>
    organisation !== null && isOfOrganisation(organisation, address) ? organisation.helpDesk : null,
  );
}
