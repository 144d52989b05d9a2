/** Where Exchange Online's clouds answer IMAP: worldwide, US Government, China (21Vianet). Names below these count as well. */
const exchangeOnlineHosts: readonly string[] = ['outlook.office365.com', 'office365.us', 'partner.outlook.cn'];

/** Whether a host is Exchange Online, which takes no passwords over IMAP, whatever words it refuses them with. */
export function isExchangeOnline(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return exchangeOnlineHosts.some((known) => name === known || name.endsWith(`.${known}`));
}
