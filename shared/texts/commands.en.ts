/** The commands of shared/commands.ts: menus, palette, shortcuts, tooltips. */
export const commandsEn = {};
