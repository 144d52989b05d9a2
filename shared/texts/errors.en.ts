/** One text per error code: what happened, and its button. */
export const errorsEn = {};
