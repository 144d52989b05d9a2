import { mergeAttributes, Node } from '@tiptap/core';
import { signatureSeparator } from '../../shared/signatures.ts';

/** The signature within a message's text: it can be edited like the rest, and is known as what it is when the sender changes. */
export const SignatureNode = Node.create({
  name: 'signature',
  group: 'block',
  content: 'block+',
  defining: true,
  parseHTML: () => [{ tag: 'div[data-signature]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes(HTMLAttributes, { 'data-signature': '' }), 0],
  renderText: ({ node }) => `${signatureSeparator}\n${node.textBetween(0, node.content.size, '\n', '\n')}`,
});
