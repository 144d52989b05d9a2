import type { Address } from '../../shared/mail.ts';

/** Providers whose addresses say nothing of an organisation: whoever writes from one has nobody "outside". */
const publicProviders =
  /^(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|t-online|freenet|proton|protonmail|mail|yandex|zoho|fastmail|posteo|mailbox|qq|163|126|naver|orange|laposte|libero)\.(?:com?\.)?[a-z]{2,4})$/;

function domainOf({ address }: Address): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function isBelow(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`);
}

/** Those of the recipients who are not in the sender's organisation, by their domains; none where the sender's domain is a public provider's. */
export function outsiders(from: Address, recipients: readonly Address[]): Address[] {
  const own = domainOf(from);
  if (own === '' || publicProviders.test(own)) return [];
  return recipients.filter((each) => {
    const domain = domainOf(each);
    return !isBelow(domain, own) && !isBelow(own, domain);
  });
}
