import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './runtime-folder.mjs';

/**
 * Draws the icons of the tray and the taskbar from tray.svg, and the program's own from heron.svg, all of which are kept in the
 * repository: `node build/scripts/draw-icons.mjs`, after a change of a drawing, on a machine with librsvg's rsvg-convert.
 */
const icons = path.join(repositoryRoot, 'build/icons');

/** Amber: the user has to act. It is readable on light and dark panels. */
const turnColour = '#e08700';
const accentColour = '#0f6e7d';

/** The tray icons: size in pixels, the glyph's colour, the dot's colour (null: no dot). */
const trayIcons = [
  { file: 'trayTemplate.png', size: 16, glyph: '#000', dot: null },
  { file: 'trayTemplate@2x.png', size: 32, glyph: '#000', dot: null },
  // macOS paints a template in one colour, so the dot is distinguished by the gap around it.
  { file: 'trayTurnTemplate.png', size: 16, glyph: '#000', dot: '#000' },
  { file: 'trayTurnTemplate@2x.png', size: 32, glyph: '#000', dot: '#000' },
  { file: 'tray-dark.png', size: 32, glyph: '#000', dot: null },
  { file: 'tray-dark-turn.png', size: 32, glyph: '#000', dot: turnColour },
  { file: 'tray-light.png', size: 32, glyph: '#fff', dot: null },
  { file: 'tray-light-turn.png', size: 32, glyph: '#fff', dot: turnColour },
];

/** The glyph on a square, with a dot in its corner where one is asked for. */
function traySvg(source, { glyph, dot }) {
  const paths = [...source.matchAll(/<path d="([^"]+)"/g)].map(([, d]) => `<path d="${d}"/>`).join('');
  const square = { x: 44, y: 46, side: 428 };
  const box = `${square.x} ${square.y} ${square.side} ${square.side}`;
  const area = `x="${square.x}" y="${square.y}" width="${square.side}" height="${square.side}"`;
  const corner = 'cx="392" cy="394"';
  const gap = `<mask id="gap"><rect ${area} fill="#fff"/><circle ${corner} r="112" fill="#000"/></mask>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">`,
    dot === null ? '' : gap,
    `<g fill="${glyph}"${dot === null ? '' : ' mask="url(#gap)"'}>${paths}</g>`,
    dot === null ? '' : `<circle ${corner} r="80" fill="${dot}"/>`,
    '</svg>',
  ].join('');
}

const overlaySvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="${accentColour}" stroke="#fff" stroke-width="2"/></svg>`;

function draw(file, svg, size) {
  writeFileSync(path.join(icons, file), pngOf(svg, size));
}

function pngOf(svg, size) {
  return execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size)], { input: svg });
}

/** The program's icon in pixels: for Linux' icon theme, one file a size. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
/** For Windows: what taskbar, Explorer and Start menu take at 100 to 400 %. */
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** For macOS: the types of PNG entries, by their pixels; ic11 to ic14 and ic10 are the doubled ones of Retina displays. */
const macTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1_024 };

/**
 * An ICO file of PNGs: a header of 6 octets, 16 for each picture, then the pictures.
 * https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 */
function icoOf(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 256 does not fit into an octet and is written as 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** An ICNS file: "icns" and its length, then entries of type, length and PNG; lengths count their own 8 octets. */
function icnsOf(pictures) {
  const chunk = (type, data) => {
    const header = Buffer.alloc(8);
    header.write(type, 'latin1');
    header.writeUInt32BE(8 + data.length, 4);
    return Buffer.concat([header, data]);
  };
  return chunk('icns', Buffer.concat(pictures.map(({ type, png }) => chunk(type, png))));
}

function drawProgramIcons(svg) {
  mkdirSync(path.join(icons, 'app'), { recursive: true });
  for (const size of linuxSizes) draw(`app/${size}x${size}.png`, svg, size);
  writeFileSync(path.join(icons, 'app.ico'), icoOf(windowsSizes.map((size) => ({ size, png: pngOf(svg, size) }))));
  const pictures = Object.entries(macTypes).map(([type, size]) => ({ type, png: pngOf(svg, size) }));
  writeFileSync(path.join(icons, 'app.icns'), icnsOf(pictures));
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? '')).href) {
  const source = readFileSync(path.join(icons, 'tray.svg'), 'utf8');
  for (const icon of trayIcons) draw(icon.file, traySvg(source, icon), icon.size);
  draw('overlay.png', overlaySvg, 32);
  drawProgramIcons(readFileSync(path.join(icons, 'heron.svg'), 'utf8'));
}
