/** Placeholder of the mailbox; its own helper replaces it. */
export function MailboxScreen() {
  return <main aria-label="Mailbox" />;
}
