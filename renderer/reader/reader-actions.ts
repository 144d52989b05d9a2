import {
  Archive,
  CircleX,
  FolderInput,
  Forward,
  type LucideIcon,
  Mail,
  MailOpen,
  OctagonAlert,
  Paperclip,
  Reply,
  ReplyAll,
  ShieldCheck,
  SquarePen,
  Star,
  Trash2,
} from 'lucide-react';
import type { CommandId } from '../../shared/commands.ts';
import type { FolderRole, MessageHeader } from '../../shared/mail.ts';
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
  | 'archive'
  | 'trash'
  | 'delete_forever'
  | 'junk'
  | 'not_junk'
  | 'toggle_flag'
  | 'mark_seen'
  | 'mark_unseen'
  | 'move'
>;

/** One action as the toolbar or its menu offers it. */
export interface OfferedAction {
  readonly action: ReaderAction;
  readonly icon: LucideIcon;
  readonly label: string;
  /** The command whose shortcut does the same. */
  readonly shortcutOf: CommandId;
  readonly danger: boolean;
  /** Wanted seldom: in the menu only. */
  readonly rare: boolean;
}

/** The actions for a message in a folder of that role; a narrow toolbar leaves out the last ones first. */
export function actionsFor(header: Pick<MessageHeader, 'seen' | 'flagged'>, role: FolderRole | null): OfferedAction[] {
  const { labels } = texts().commands;
  const { toolbar } = texts().reader;
  const offered = (action: ReaderAction, icon: LucideIcon, changes: Partial<OfferedAction> = {}): OfferedAction => ({
    action,
    icon,
    label: labels[action],
    shortcutOf: action,
    danger: false,
    rare: false,
    ...changes,
  });
  const isOwn = role === 'sent' || role === 'drafts';
  return [
    ...(role === 'drafts'
      ? [offered('edit_as_new', SquarePen)]
      : [offered('reply', Reply), offered('reply_all', ReplyAll), offered('forward', Forward)]),
    ...(role === 'archive' ? [] : [offered('archive', Archive)]),
    role === 'trash'
      ? offered('delete_forever', CircleX, { shortcutOf: 'trash', danger: true })
      : offered('trash', Trash2),
    ...(role === 'junk' ? [offered('not_junk', ShieldCheck)] : isOwn ? [] : [offered('junk', OctagonAlert)]),
    header.flagged
      ? offered('toggle_flag', FilledStar, { label: toolbar.removeStar })
      : offered('toggle_flag', Star, { label: toolbar.addStar }),
    header.seen
      ? offered('mark_unseen', Mail, { shortcutOf: 'toggle_seen' })
      : offered('mark_seen', MailOpen, { shortcutOf: 'toggle_seen' }),
    offered('move', FolderInput),
    ...(role === 'drafts'
      ? []
      : [offered('forward_attached', Paperclip, { rare: true }), offered('edit_as_new', SquarePen, { rare: true })]),
  ];
}
