/** The one or two sentences that an AppError carries, made in main and in the engine. */
export const faultsEn = {};
