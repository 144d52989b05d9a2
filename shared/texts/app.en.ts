/** The program itself: tray, notifications, native menus, generic words. */
export const appEn = {};
