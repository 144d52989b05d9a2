const key = 'heron-palette-recent';
const kept = 12;

/** What was chosen in the palette, the last one first; as ids that name no address and no folder. */
export function recentChoices(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, kept) : [];
  } catch {
    return [];
  }
}

/** Remembers a choice. */
export function rememberChoice(id: string): void {
  const ids = [id, ...recentChoices().filter((known) => known !== id)].slice(0, kept);
  try {
    localStorage.setItem(key, JSON.stringify(ids));
  } catch {
    // The storage is full: the choice is not remembered, and the palette only lists its lines in another order.
  }
}
