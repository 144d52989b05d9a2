import { create } from 'zustand';

/** Whether the question for the proxy's password is shown, and what is tried again once it is answered. */
interface ProxyDialogState {
  readonly again: (() => void) | null;
}

export const useProxyDialog = create<ProxyDialogState>(() => ({ again: null }));

/** Asks for the password of the proxy that stands in the way. @param again what is tried once more when it was entered */
export function askForProxyPassword(again: () => void = () => undefined): void {
  useProxyDialog.setState({ again });
}

export function closeProxyDialog(): void {
  useProxyDialog.setState({ again: null });
}
