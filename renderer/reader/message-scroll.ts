/** Scrolls what is shown by a part of its visible height; negative is up. */
export type ScrollBy = (pages: number) => void;

let offered: ScrollBy | null = null;

/** Says how the message that is shown is scrolled. @returns takes it back */
export function offerScrolling(scroll: ScrollBy): () => void {
  offered = scroll;
  return () => {
    if (offered === scroll) offered = null;
  };
}

/** Scrolls the message that is shown, if there is one, by a part of its visible height. */
export function scrollMessage(pages: number): void {
  offered?.(pages);
}
