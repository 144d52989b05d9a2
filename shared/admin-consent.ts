/** Office 365 Exchange Online in every tenant: the resource of `https://outlook.office.com`. */
const exchangeOnline = '00000002-0000-0ff1-ce00-000000000000';

/** What a permission is called where administrators see it: "IMAP.AccessAsUser.All" of its URL. */
export function permissionName(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

/**
 * The consent for all of an organisation as Microsoft Graph PowerShell commands, the same in every language. `offline_access` is granted
 * with any other permission, so it is not among them.
 * @param scopes as they are asked for
 */
export function consentCommands(clientId: string, scopes: readonly string[]): string {
  const names = scopes.map(permissionName).filter((name) => name !== 'offline_access');
  return [
    'Connect-MgGraph -Scopes "Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All"',
    `$app = Get-MgServicePrincipal -Filter "appId eq '${clientId}'"`,
    `if (-not $app) { $app = New-MgServicePrincipal -AppId "${clientId}" }`,
    `$exchange = Get-MgServicePrincipal -Filter "appId eq '${exchangeOnline}'"`,
    `New-MgOauth2PermissionGrant -ClientId $app.Id -ConsentType AllPrincipals -ResourceId $exchange.Id -Scope "${names.join(' ')}"`,
  ].join('\n');
}

/** A letter as a link that opens a message to an administrator; the address is left to the user (RFC 6068). */
export function letterLink(subject: string, body: string): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
}

/** Exchange Management Shell, on premises: lets single mailboxes sign in to IMAP with passwords (Basic Auth). */
export const allowPasswordCommands = [
  "New-AuthenticationPolicy -Name 'Allow IMAP passwords' -AllowBasicAuthImap",
  "Set-User -Identity person@example.org -AuthenticationPolicy 'Allow IMAP passwords'",
].join('\n');

/** Shows which policy applies to a person, what policies allow, and whether IMAP is on for the mailbox. */
export const checkPasswordCommands = [
  'Get-User person@example.org | Format-List AuthenticationPolicy',
  'Get-AuthenticationPolicy | Format-List Name, AllowBasicAuthImap',
  'Get-CASMailbox person@example.org | Format-List ImapEnabled',
].join('\n');
