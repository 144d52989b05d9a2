import { faultWordsDe as words } from './fault-words.de.ts';
import type { ServerSaid } from './fault-words.en.ts';
import type { faultsOperationsEn } from './faults-operations.en.ts';
import { formatNumber, megabytes } from './format.ts';

const reasonOf = ({ said, own }: ServerSaid) => (own === undefined ? said : words.refusals[own]);
const notCreated = ({ folder }: { readonly folder: string }) =>
  `Auf dem Server gibt es keinen Ordner „${folder}“, und er ließ sich nicht anlegen.`;

export const faultsOperationsDe: typeof faultsOperationsEn = {
  operation_parked: {
    not_done: 'Diese Änderung wartet, bis Sie sie erneut versuchen oder verwerfen.',
    rebuilt: ({ folder }) =>
      `Der Server hat den Ordner „${folder}“ neu aufgebaut. Die Änderung wurde deshalb nicht ausgeführt: Sie könnte jetzt eine andere Nachricht treffen.`,
    folder_gone: ({ folder }) =>
      `Den Ordner „${folder}“ gibt es auf dem Server nicht mehr. Die Änderung wurde deshalb nicht ausgeführt.`,
    moves_open: ({ folder }) =>
      `In „${folder}“ liegen noch Nachrichten, die verschoben werden sollten. Deshalb wurde nichts gelöscht. Wiederholen oder verwerfen Sie zuerst das Verschieben.`,
    refused: ({ times, ...said }) =>
      `Der Server hat diese Änderung ${formatNumber('de', times)}-mal abgelehnt („${reasonOf(said)}“).`,
    not_allowed: (said) =>
      `Der Server erlaubt diese Änderung nicht („${reasonOf(said)}“). Wer das Postfach verwaltet, entscheidet, was Sie dort dürfen.`,
    over_quota: ({ folder, ...said }) =>
      `Auf dem Server ist kein Platz mehr für „${folder}“ („${reasonOf(said)}“). Löschen Sie dort etwas endgültig, und versuchen Sie es dann noch einmal.`,
    read_only: ({ folder }) =>
      `Der Server lässt Sie den Ordner „${folder}“ lesen, aber nichts darin ändern. Das entscheidet, wer den Ordner verwaltet.`,
    not_opened: ({ folder, ...said }) =>
      `Der Server öffnet den Ordner „${folder}“ nicht („${reasonOf(said)}“). Die Änderung wartet deshalb auf Sie.`,
    no_delete:
      'Der Server dieses Kontos kann einzelne Nachrichten nicht endgültig löschen: Ihm fehlt UIDPLUS. Verschieben Sie sie stattdessen in den Papierkorb.',
    copied: ({ folder, ...said }) =>
      `Die Kopie liegt in „${folder}“; das Original ließ sich nicht entfernen („${reasonOf(said)}“). Bis dahin ist die Nachricht in beiden Ordnern.`,
    message_gone: ({ folder }) => `Die Nachricht ist nicht mehr in „${folder}“ und wurde deshalb nicht kopiert.`,
    too_large: ({ folder, size }) =>
      `Die Nachricht hat ${megabytes('de', size, 'up')}; so große nimmt der Server von „${folder}“ nicht an. Sie bleibt, wo sie ist.`,
    account_gone: 'Das Konto, in das die Nachricht sollte, wurde entfernt. Die Nachricht bleibt, wo sie ist.',
    not_seen: ({ folder }) =>
      `Der Server hat eine Kopie für „${folder}“ angenommen und zeigt sie dort nicht. Die Nachricht bleibt, wo sie ist.`,
    not_created: notCreated,
    former: ({ text }) => text,
  },
  trash_missing: {
    not_created: notCreated,
    former: ({ text }) => text,
  },
};
