import { getDocumentProxy } from 'unpdf';
import { fileTextLimits } from './file-text-protocol.ts';
import { EncryptedFile } from './office-text.ts';

/** The words of a PDF, page by page. Throws EncryptedFile, and whatever is wrong with it. */
export async function textOfPdf(bytes: Uint8Array): Promise<string> {
  // Nothing of it is evaluated, fetched or drawn: only its text is asked for.
  const document = await getDocumentProxy(bytes, { isEvalSupported: false, verbosity: 0 }).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'PasswordException' ? new EncryptedFile() : error;
  });
  const pages = Math.min(document.numPages, fileTextLimits.pages);
  let text = '';
  for (let number = 1; number <= pages && text.length < fileTextLimits.textLength; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
    text += '\n';
    page.cleanup();
  }
  return text.slice(0, fileTextLimits.textLength);
}
