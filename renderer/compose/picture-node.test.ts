import { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { filesBesideText, filesToSend } from '../../shared/draft-pictures.ts';
import { editorExtensions } from './editor-extensions.ts';
import { pictureType } from './picture-files.ts';
import { PictureNode } from './picture-node.ts';

let editor: Editor | null = null;
afterEach(() => editor?.destroy());

function written(html: string): string {
  const urlOf = (contentId: string) => (contentId === 'known@heron' ? 'heron-part://draft/1/2' : null);
  editor = new Editor({ extensions: [...editorExtensions, PictureNode.configure({ urlOf })], content: html });
  return editor.getHTML();
}

describe('a picture in the text', () => {
  it('stays what it is in the message, and is read through Heron in the editor', () => {
    const html = written('<p>See <img src="cid:known@heron" alt="Oak" width="800"></p>');
    expect(html).toBe('<p>See <img src="cid:known@heron" alt="Oak" width="800"></p>');
    expect(editor?.view.dom.querySelector('img')?.getAttribute('src')).toBe('heron-part://draft/1/2');
  });

  it.each([
    '<img src="https://tracker.test/a.png">',
    '<img src="cid:other@heron">',
    '<img src="file:///etc/passwd">',
    '<img src="data:image/png;base64,AAAA">',
    '<img src="heron-part://draft/1/2">',
    '<img srcset="https://tracker.test/a.png 1x">',
    '<img src="x" onerror="alert(1)">',
  ])('is none of the draft’s own, so it is dropped: %s', (img) => {
    expect(written(`<p>See${img}</p>`)).toBe('<p>See</p>');
  });

  it('comes back by undo', () => {
    written('<p><img src="cid:known@heron"></p>');
    editor?.commands.setContent('<p></p>', { emitUpdate: true });
    editor?.commands.undo();
    expect(editor?.getHTML()).toContain('cid:known@heron');
  });
});

describe('the files of a draft', () => {
  const files = [{ contentId: null }, { contentId: 'a@heron' }, { contentId: 'b@heron' }, { contentId: 'c@other' }];
  const content = { format: 'html' as const, body: '<img src="cid:a@heron">', quote: null };

  it('are sent, but not the pictures that were taken out of the text', () => {
    expect(filesToSend(content, files).map(({ contentId }) => contentId)).toEqual([null, 'a@heron', 'c@other']);
    expect(filesToSend({ ...content, format: 'plain' }, files).map(({ contentId }) => contentId)).toEqual([
      null,
      'c@other',
    ]);
  });

  it('are listed where the text does not show them', () => {
    expect(filesBesideText(content, files).map(({ contentId }) => contentId)).toEqual([null, 'c@other']);
    const quote = { attribution: '', html: '<img src="cid:c@other">', text: '', sanitized: true };
    expect(filesBesideText({ ...content, quote }, files).map(({ contentId }) => contentId)).toEqual([null]);
  });
});

it('a picture is known by its first octets, not by its name', () => {
  const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(pictureType(octets('\x89PNG\r\n\x1a\n…'))).toBe('image/png');
  expect(pictureType(octets('\xff\xd8\xff\xe0'))).toBe('image/jpeg');
  expect(pictureType(octets('GIF89a'))).toBe('image/gif');
  expect(pictureType(octets('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
  for (const other of ['', '<svg/>', '%PDF', 'MZ', 'RIFF\0\0\0\0WAVE']) expect(pictureType(octets(other))).toBeNull();
});
