import type { diagnosisEn } from './diagnosis.en.ts';

export const diagnosisDe: typeof diagnosisEn = {};
