/** What the user sends to an administrator where no client ID is set yet. */
export const registrationText = `I would like to read my Microsoft 365 mailbox with the mail client Heron. It signs in with OAuth2 and needs an app registration in our tenant:

1. Azure portal > App registrations > New registration. Name: Heron. Supported account types: as our organisation needs. No redirect URI.
2. Authentication > Allow public client flows: Yes. Heron is a public client; please make no client secret.
3. API permissions > Add a permission > Microsoft Graph > Delegated permissions: IMAP.AccessAsUser.All, SMTP.Send, offline_access.
   (The permissions are listed under Microsoft Graph. Heron asks for its token with the scopes https://outlook.office.com/IMAP.AccessAsUser.All and https://outlook.office.com/SMTP.Send, because Exchange does not accept tokens made for Graph.)
4. Grant admin consent.
5. Please send me the Application (client) ID and the Directory (tenant) ID.

IMAP has to be allowed for my mailbox. Heron signs in by device code; if a Conditional Access policy blocks the device code flow, I need an exception.
`;
