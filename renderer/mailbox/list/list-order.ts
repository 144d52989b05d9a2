import { type ListOrder, listOrders } from '../../../shared/mail.ts';
import { folderKey } from '../folders/folder-tree.ts';
import type { ListTarget } from '../mailbox-state.ts';

const storageKey = 'heron-list-orders';
/** Folders whose order is kept: those that were sorted last. */
const keptAtMost = 200;

/** The order of each folder that has another than the usual one. The stored text may be damaged: what is not valid is left out. */
function keptOrders(): readonly (readonly [folder: string, order: ListOrder])[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((entry: unknown) => {
      const [folder, name]: unknown[] = Array.isArray(entry) ? entry : [];
      const order = listOrders.find((each) => each === name);
      return typeof folder === 'string' && order !== undefined ? [[folder, order] as const] : [];
    });
  } catch {
    return [];
  }
}

/** The order that a folder's list was given, else the newest first, as lists over accounts always are. */
export function orderOf(target: ListTarget): ListOrder {
  if ('over' in target) return 'newest';
  const key = folderKey(target);
  return keptOrders().find(([folder]) => folder === key)?.[1] ?? 'newest';
}

/** Keeps the order of a folder's list. */
export function keepOrder(target: ListTarget, order: ListOrder): void {
  if ('over' in target) return;
  const key = folderKey(target);
  const others = keptOrders().filter(([folder]) => folder !== key);
  const all = order === 'newest' ? others : [...others, [key, order] as const];
  localStorage.setItem(storageKey, JSON.stringify(all.slice(-keptAtMost)));
}
