import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { CommandId } from '../../../shared/commands.ts';
import { assertNever } from '../../../shared/reply.ts';
import { isRunByMain } from './menu-commands.ts';
import { type MenuColumn, type MenuEntry, type MenuState, menuModel } from './menu-model.ts';

/**
 * The native menus. `update` is called whenever accounts, pause or language may have changed; it rebuilds the menus
 * only if they differ.
 * @param run carries out a chosen command
 */
export function createMenu(run: (command: CommandId) => void): { update(state: MenuState): void } {
  let shown = '';
  return {
    update: (state) => {
      const model = menuModel(state);
      const words = JSON.stringify(model);
      if (words === shown) return;
      shown = words;
      Menu.setApplicationMenu(Menu.buildFromTemplate(model.map((column) => columnTemplate(column, run))));
    },
  };
}

function columnTemplate(column: MenuColumn, run: (command: CommandId) => void): MenuItemConstructorOptions {
  return {
    label: column.label,
    ...(column.role === null ? {} : { role: column.role }),
    submenu: column.entries.map((entry) => entryTemplate(entry, run)),
  };
}

function entryTemplate(entry: MenuEntry, run: (command: CommandId) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      return {
        role: entry.role,
        label: entry.label,
        ...(entry.accelerator === null ? {} : { accelerator: entry.accelerator }),
        ...(entry.hidden ? { visible: false, acceleratorWorksWhenHidden: true } : {}),
      };
    case 'command':
      return {
        label: entry.label.replaceAll('&', '&&'),
        enabled: entry.enabled,
        click: () => run(entry.command),
        ...(entry.accelerator === null ? {} : { accelerator: entry.accelerator }),
        // On Windows and Linux the window gets its keys first and knows when they do not apply, as in a dialog, so
        // accelerators of its commands are not registered. macOS always offers the menu what the window did not take.
        registerAccelerator: isRunByMain(entry.command),
      };
    default:
      return assertNever(entry);
  }
}
