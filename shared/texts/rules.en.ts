/**
 * What is wrong with a value that the user entered, by the rule that it violates; shared/input-schemas.ts and the forms
 * name these rules.
 */
export const rulesEn = {
  noAddress: 'Enter your email address.',
  address: 'This is not a mail address.',
  noHost: 'Enter the server’s name.',
  host: 'A server name has letters, digits, dots and hyphens only.',
  port: 'A port is a number from 1 to 65535.',
  noClientId: 'Enter the client ID from the app registration.',
  clientId: 'A client ID looks like 00000000-0000-0000-0000-000000000000.',
  tenant: 'A tenant is common, organizations, a tenant ID or a domain.',
  discovery: 'Enter an address that begins with https://.',
  noScopes: 'Enter at least one scope.',
  loginHost: 'Enter an address such as https://login.microsoftonline.com.',
  noUsername: 'Enter the user name.',
  noPassword: 'Enter the password.',
  noFolderName: 'Enter a name.',
  folderName: 'A folder’s name has no control characters.',
};

export type RuleName = keyof typeof rulesEn;
