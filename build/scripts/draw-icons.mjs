import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './runtime-folder.mjs';

/**
 * Draws the tray's and the taskbar's PNGs from tray.svg, which are kept in the repository: `node build/scripts/draw-icons.mjs`, after a
 * change of the glyph, on a machine with librsvg's rsvg-convert.
 */
const icons = path.join(repositoryRoot, 'build/icons');

/** Amber: somebody's turn. Readable on light and dark panels. */
const turnColour = '#e08700';
const accentColour = '#0f6e7d';

/** What is drawn: size in pixels, the glyph's colour, the dot's colour (null: none). */
const trayIcons = [
  { file: 'trayTemplate.png', size: 16, glyph: '#000', dot: null },
  { file: 'trayTemplate@2x.png', size: 32, glyph: '#000', dot: null },
  // macOS paints a template in one colour, so the dot is told apart by the gap around it.
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
  const png = execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size)], { input: svg });
  writeFileSync(path.join(icons, file), png);
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? '')).href) {
  const source = readFileSync(path.join(icons, 'tray.svg'), 'utf8');
  for (const icon of trayIcons) draw(icon.file, traySvg(source, icon), icon.size);
  draw('overlay.png', overlaySvg, 32);
}
