/** Banners and notices. */
export const diagnosisEn = {};
