import { Node } from '@tiptap/core';
import { contentIdOf } from './picture-files.ts';

interface PictureOptions {
  /** Where the editor reads the picture with this Content-ID from; null where the draft has none. */
  readonly urlOf: (contentId: string) => string | null;
}

/** The widest that a picture is shown in the message, in CSS pixels; mail programs show it as wide as the text where that is less. */
const widestPicture = 1_600;

/**
 * A picture in the text, by the Content-ID of one of the draft's files. Pictures from elsewhere never match, so nothing that is pasted can
 * load one.
 */
export const PictureNode = Node.create<PictureOptions>({
  name: 'picture',
  group: 'inline',
  inline: true,
  draggable: true,
  addOptions: () => ({ urlOf: () => null }),
  addAttributes: () => ({
    src: { default: null },
    alt: { default: '' },
    width: {
      default: null,
      parseHTML: (element) => {
        const width = Number(element.getAttribute('width'));
        return Number.isInteger(width) && width > 0 && width <= widestPicture ? width : null;
      },
    },
  }),
  parseHTML() {
    return [
      {
        tag: 'img[src]',
        getAttrs: (element) => {
          const contentId = contentIdOf(element.getAttribute('src') ?? '');
          return contentId !== null && this.options.urlOf(contentId) !== null && null;
        },
      },
    ];
  },
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement('img');
      const { src, alt, width } = node.attrs as { src: string; alt: string; width: number | null };
      dom.src = this.options.urlOf(contentIdOf(src) ?? '') ?? '';
      dom.alt = alt;
      if (width !== null) dom.width = width;
      return { dom };
    };
  },
});
