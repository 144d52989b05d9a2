import type { settingsEn } from './settings.en.ts';

export const settingsDe: typeof settingsEn = {};
