/** The first start and adding an account. */
export const setupEn = {};
