import { parentPort, workerData } from 'node:worker_threads';
import { decodeCharset } from './charset.ts';
import { type FileTextAnswer, type FileTextTask, fileTextLimits } from './file-text-protocol.ts';
import { textOfHtml } from './html-text.ts';
import { EncryptedFile, textOfOffice } from './office-text.ts';
import { textOfPdf } from './pdf-text.ts';

/** Reads one file's text and ends. Its owner (file-text-client.ts) ends it at its limits. */
async function run({ kind, bytes }: FileTextTask): Promise<FileTextAnswer> {
  try {
    return { kind: 'text', text: (await textOf(kind, bytes)).replaceAll('\0', '') };
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof EncryptedFile ? 'encrypted' : 'malformed' };
  }
}

async function textOf(kind: FileTextTask['kind'], bytes: Uint8Array): Promise<string> {
  if (kind === 'pdf') return await textOfPdf(bytes);
  if (kind === 'office') return textOfOffice(bytes);
  const isLong = bytes.length > fileTextLimits.textLength * 4;
  const text = decodeCharset(bytes.subarray(0, fileTextLimits.textLength * 4), markedCharset(bytes), isLong);
  return kind === 'html' ? textOfHtml(text, fileTextLimits.textLength) : text.slice(0, fileTextLimits.textLength);
}

/** Texts in UTF-16 begin with a mark. */
function markedCharset([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

void run(workerData as FileTextTask).then((answer) => parentPort?.postMessage(answer));
