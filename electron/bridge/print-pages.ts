/** The policy of a printed page: no script, no frame, nothing from the web but images that main lets through. */
export const printPolicy =
  "default-src 'none'; img-src data: heron-part:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox";

/** Where pages that are being printed lie. */
const prefix = 'heron-part://print/';

/** The pages that are being printed, under addresses that nobody can guess. */
export interface PrintPages {
  /** @returns the page's address */
  add(id: string, html: string): string;
  remove(id: string): void;
  /** The page of an address; null for anything else. */
  at(url: string): string | null;
}

export function createPrintPages(): PrintPages {
  const pages = new Map<string, string>();
  return {
    add(id, html) {
      pages.set(id, html);
      return prefix + id;
    },
    remove: (id) => void pages.delete(id),
    at: (url) => (url.startsWith(prefix) ? (pages.get(url.slice(prefix.length)) ?? null) : null),
  };
}
