/** A profile as an administrator writes it, with every field of Microsoft 365. */
export const sampleOrganisation = {
  format: 'heron-organisation',
  version: 1,
  name: 'Contoso',
  domains: ['contoso.com', 'Contoso.de'],
  signIn: {
    provider: 'microsoft365',
    clientId: '6e2f7c1a-0c5b-4f5e-9f1d-3a7b8c9d0e1f',
    tenant: 'contoso.onmicrosoft.com',
  },
  helpDesk: {
    name: 'Contoso IT',
    mail: 'help@contoso.com',
    phone: '+49 30 1234 567',
    link: 'https://help.contoso.com/heron',
  },
};
