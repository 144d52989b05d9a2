/** What keys and the palette can do in the conversation that is open. */
export interface ConversationSteps {
  /** Goes to the next message, or to the one before, and opens it. */
  readonly step: (by: 1 | -1) => void;
  readonly openAll: () => void;
  readonly foldAll: () => void;
}

let offered: ConversationSteps | null = null;

/** Says what can be done in the conversation that is shown. @returns takes it back */
export function offerSteps(steps: ConversationSteps): () => void {
  offered = steps;
  return () => {
    if (offered === steps) offered = null;
  };
}

/** What can be done in the conversation that is shown; null while no conversation of several messages is. */
export function conversationSteps(): ConversationSteps | null {
  return offered;
}
