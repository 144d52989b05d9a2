import { TableKit } from '@tiptap/extension-table';
import { TextAlign } from '@tiptap/extension-text-align';
import { Color, TextStyle } from '@tiptap/extension-text-style';
import StarterKit from '@tiptap/starter-kit';
import { SignatureNode } from './signature-node.ts';

/** The schemes that a link in a message may have. */
const linkSchemes = ['https:', 'http:', 'mailto:'];

/** The address of a link as the user typed it, ready to be set; null when it is none. */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^[^\s@<>"/]+@[^\s@<>"/]+$/.test(text)) return `mailto:${text}`;
  const candidate = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(candidate)) return null;
  const url = new URL(candidate);
  if (!linkSchemes.includes(url.protocol)) return null;
  return url.protocol === 'mailto:' || url.hostname.includes('.') || url.hostname === 'localhost' ? url.href : null;
}

/**
 * What a message can consist of (its schema): whatever else is pasted is dropped, so no script, form or remote picture gets in. Pasted
 * tables stay tables.
 */
export const editorExtensions = [
  StarterKit.configure({
    heading: { levels: [1, 2, 3] },
    trailingNode: { notAfter: ['signature'] },
    link: {
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      protocols: ['mailto'],
      HTMLAttributes: { rel: null, target: null },
      isAllowedUri: (address) => {
        const url = URL.canParse(address) ? new URL(address) : null;
        return url !== null && linkSchemes.includes(url.protocol);
      },
    },
  }),
  TextStyle,
  Color,
  TextAlign.configure({ types: ['heading', 'paragraph'] }),
  TableKit.configure({ table: { resizable: false } }),
  SignatureNode,
];
