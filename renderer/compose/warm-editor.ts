import { Editor } from '@tiptap/core';
import { editorExtensions } from './editor-extensions.ts';

/** What an answer has, so that the code for it has run once. */
const sample =
  '<p>A <strong>word</strong> and <a href="https://example.org/">a link</a></p><ul><li><p>and</p></li></ul>';

/** Runs the editor's code once, out of sight, so that the first answer opens as fast as the next. */
export function warmEditor(): void {
  const element = document.createElement('div');
  new Editor({ element, extensions: [...editorExtensions], content: sample, injectCSS: false }).destroy();
}
