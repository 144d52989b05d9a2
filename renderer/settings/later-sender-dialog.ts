import { later } from '../components/later-part.tsx';

/** With the editor for signatures. */
export const laterSenderDialog = later(async () => {
  const { SenderDialog } = await import('./sender-dialog.tsx');
  return SenderDialog;
});
