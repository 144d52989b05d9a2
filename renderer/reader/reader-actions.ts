import {
  Archive,
  CircleX,
  Code,
  ExternalLink,
  FileDown,
  FilePen,
  FolderInput,
  Forward,
  type LucideIcon,
  Mail,
  MailOpen,
  OctagonAlert,
  Paperclip,
  Printer,
  Reply,
  ReplyAll,
  Save,
  ShieldCheck,
  SquarePen,
  Star,
  SunMoon,
  Tags,
  TextSearch,
  Trash2,
  Type,
} from 'lucide-react';
import type { CommandId } from '../../shared/commands.ts';
import type { Folder, MessageHeader } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { FilledStar } from '../components/filled-star.tsx';

/** What can be done with the open message: commands that the mailbox carries out, so that it shows at once. */
export type ReaderAction = Extract<
  CommandId,
  | 'reply'
  | 'reply_all'
  | 'forward'
  | 'forward_attached'
  | 'edit_as_new'
  | 'continue_draft'
  | 'archive'
  | 'trash'
  | 'delete_forever'
  | 'junk'
  | 'not_junk'
  | 'toggle_flag'
  | 'mark_seen'
  | 'mark_unseen'
  | 'move'
  | 'tag'
  | 'open_in_window'
  | 'print'
  | 'save_pdf'
  | 'save_eml'
  | 'fixed_width'
  | 'original_colours'
  | 'view_headers'
  | 'view_source'
>;

/** One action as the toolbar or its menu offers it. */
export interface OfferedAction {
  readonly action: ReaderAction;
  readonly icon: LucideIcon;
  readonly label: string;
  /** The command whose shortcut does the same. */
  readonly shortcutOf: CommandId;
  readonly danger: boolean;
  /** Those of one group stand together; of the last two, which are wanted seldom, only the menu has any. */
  readonly group: 'answer' | 'file' | 'mark' | 'use' | 'look';
}

/** Whether an action is in the menu only. */
export function isRare({ group }: OfferedAction): boolean {
  return group === 'use' || group === 'look';
}

/**
 * The toolbar's actions where a message of the conversation was chosen: it is answered and looked at, while all of the conversation is filed and
 * marked. @param ofChosen undefined: none was chosen
 */
export function conversationActions(
  ofAll: readonly OfferedAction[],
  ofChosen: readonly OfferedAction[] | undefined,
): readonly OfferedAction[] {
  if (ofChosen === undefined) return ofAll;
  const isAboutAll = ({ group }: OfferedAction): boolean => group === 'file' || group === 'mark';
  const before = ofChosen.filter(({ group }) => group === 'answer');
  const after = ofChosen.filter(({ group }) => group === 'use' || group === 'look');
  return [...before, ...ofAll.filter(isAboutAll), ...after];
}

/**
 * The actions for a message in a folder; a narrow toolbar leaves out the last ones first.
 * @param isFixedWidth plain text is shown in letters of one width
 * @param count how many messages what files and marks is about: those of a conversation, or the one that is shown
 */
export function actionsFor(
  header: Pick<MessageHeader, 'seen' | 'flagged'>,
  folder: Pick<Folder, 'role' | 'keptTags'> | undefined,
  isFixedWidth = false,
  count = 1,
): OfferedAction[] {
  const role = folder?.role ?? null;
  const { labels } = texts().commands;
  const { toolbar, conversation } = texts().reader;
  const about = (label: string): string => (count > 1 ? conversation.allOf(label, count) : label);
  const offered =
    (group: OfferedAction['group']) =>
    (action: ReaderAction, icon: LucideIcon, changes: Partial<OfferedAction> = {}): OfferedAction => ({
      action,
      icon,
      label: labels[action],
      shortcutOf: action,
      danger: false,
      group,
      ...changes,
    });
  const [answer, file, mark] = [offered('answer'), offered('file'), offered('mark')];
  const [use, look] = [offered('use'), offered('look')];
  const isOwn = role === 'sent' || role === 'drafts';
  const all: OfferedAction[] = [
    ...(role === 'drafts'
      ? [answer('continue_draft', SquarePen, { shortcutOf: 'open_message' })]
      : [answer('reply', Reply), answer('reply_all', ReplyAll), answer('forward', Forward)]),
    ...(role === 'archive' ? [] : [file('archive', Archive)]),
    role === 'trash' ? file('delete_forever', CircleX, { shortcutOf: 'trash', danger: true }) : file('trash', Trash2),
    ...(role === 'junk' ? [file('not_junk', ShieldCheck)] : isOwn ? [] : [file('junk', OctagonAlert)]),
    file('move', FolderInput),
    header.flagged
      ? mark('toggle_flag', FilledStar, { label: toolbar.removeStar })
      : mark('toggle_flag', Star, { label: toolbar.addStar }),
    header.seen
      ? mark('mark_unseen', Mail, { shortcutOf: 'toggle_seen' })
      : mark('mark_seen', MailOpen, { shortcutOf: 'toggle_seen' }),
    ...(folder?.keptTags?.length === 0 ? [] : [mark('tag', Tags)]),
    ...(role === 'drafts' ? [] : [use('forward_attached', Paperclip)]),
    use('edit_as_new', FilePen),
    use('open_in_window', ExternalLink),
    use('print', Printer),
    use('save_pdf', FileDown),
    use('save_eml', Save),
    look('fixed_width', Type, isFixedWidth ? { label: toolbar.usualLetters } : {}),
    look('original_colours', SunMoon),
    look('view_headers', TextSearch),
    look('view_source', Code),
  ];
  return all.map((each) =>
    each.group === 'file' || each.group === 'mark' ? { ...each, label: about(each.label) } : each,
  );
}
