/** How long an action on messages can be undone, in milliseconds. */
export const undoWindowMs = 5 * 60_000;
