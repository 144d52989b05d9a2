/** A text as PowerShell takes it literally: typographic quotation marks end a text there as well. */
function quoted(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/**
 * What lets a person read a shared mailbox by IMAP and send as it, as Exchange Online PowerShell commands; the same in every language.
 * @param mailbox the shared mailbox's address
 * @param person who signs in
 */
export function sharedMailboxCommands(mailbox: string, person: string): string {
  const [box, user] = [quoted(mailbox), quoted(person)];
  return [
    'Connect-ExchangeOnline',
    `Add-MailboxPermission -Identity ${box} -User ${user} -AccessRights FullAccess`,
    `Add-RecipientPermission -Identity ${box} -Trustee ${user} -AccessRights SendAs -Confirm:$false`,
    `Set-CASMailbox -Identity ${box} -ImapEnabled $true`,
  ].join('\n');
}
