import type { ResolveImage } from './mail-images.ts';

/** CSS of a message after the filter. */
export interface FilteredCss {
  readonly css: string;
  /** Whether the CSS has a dark design. */
  readonly supportsDark: boolean;
}

/** No real message has a longer style sheet; the rest is cut off and not applied. */
const maxSheetLength = 500_000;
/**
 * Functions that fetch, or that insert text which was not checked. By now the browser has resolved escapes and
 * comments.
 */
const fetchingFunction =
  /\b(?:url|src|image|image-set|-webkit-image-set|cross-fade|-webkit-cross-fade|element|paint|expression|var|env|attr|if)\s*\(|\\|<|@/i;
const rasterData = /^url\("data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+"\)$/i;
const plainUrl = /url\("([^"\\]{0,8192})"\)/g;
/** Addresses that our resolver writes, and raster images inside the CSS. */
const ownUrl = /url\("(?:data:image\/|heron-part:\/\/(?:part|remote)\/)[^"\\]*"\)/g;
/** Units of the viewport's height would grow with the frame, which grows with its content. */
const viewportHeight = /\d(?:[sld]?v(?:h|b|min|max))\b/i;
const shownImages: ReadonlySet<string> = new Set(['background-image', 'list-style-image']);

/** The declarations of a style attribute that are harmless. */
export function filterStyleAttribute(style: string, resolve: ResolveImage): string {
  const element = document.implementation.createHTMLDocument('').createElement('p');
  element.setAttribute('style', style);
  filterDeclarations(element.style, resolve);
  return element.style.cssText;
}

/**
 * Filters a style sheet. The browser's own parser reads it (a constructed sheet fetches nothing and has no imports), and only rules and
 * declarations known to be harmless are written out again: no imports, fonts, namespaces, layers or animations.
 *
 * @param selectorsOf what is written out for the selectors of a rule
 */
export function filterStyleSheet(
  text: string,
  resolve: ResolveImage,
  selectorsOf: (selectors: string) => string = (selectors) => selectors,
): FilteredCss {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.slice(0, maxSheetLength));
  const state = { supportsDark: false, selectorsOf };
  const css = filterRules(sheet.cssRules, resolve, state, 0);
  return { css, supportsDark: state.supportsDark };
}

function filterRules(
  rules: CSSRuleList,
  resolve: ResolveImage,
  state: { supportsDark: boolean; readonly selectorsOf: (selectors: string) => string },
  depth: number,
): string {
  const lines: string[] = [];
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) {
      filterDeclarations(rule.style, resolve);
      if (/\bdark\b/.test(rule.style.getPropertyValue('color-scheme'))) state.supportsDark = true;
      if (rule.style.length > 0 && isPlain(rule.selectorText))
        lines.push(`${state.selectorsOf(rule.selectorText)} { ${rule.style.cssText} }`);
    } else if (rule instanceof CSSMediaRule && depth < 4) {
      if (/prefers-color-scheme\s*:\s*dark/i.test(rule.conditionText)) state.supportsDark = true;
      const inner = filterRules(rule.cssRules, resolve, state, depth + 1);
      if (inner !== '' && isPlain(rule.conditionText)) lines.push(`@media ${rule.conditionText} {\n${inner}\n}`);
    }
  }
  return lines.join('\n');
}

/**
 * Whether a text contains nothing that could end the style element or form an escape. Media ranges with "<=" are
 * dropped by this, too.
 */
function isPlain(text: string): boolean {
  return !/[<\\@{}]/.test(text);
}

function filterDeclarations(style: CSSStyleDeclaration, resolve: ResolveImage): void {
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    if (isHarmless(name, value)) continue;
    const own =
      shownImages.has(name) && isPaintable(name, value.replaceAll(plainUrl, 'none'))
        ? resolvedImage(value, resolve)
        : null;
    if (own !== null) {
      style.setProperty(name, own, style.getPropertyPriority(name));
      continue;
    }
    style.removeProperty(name);
  }
  // The last check, in case a serialisation hides something: no declaration that can fetch leaves this function.
  if (fetchingFunction.test(style.cssText.replace(ownUrl, ''))) style.cssText = '';
}

/**
 * The properties that mail needs, by their beginnings. All others are left out: among them are those whose painting has no bounds (filters, blending,
 * masks, clipping) and those that never come to rest (animations).
 */
const neededProperties =
  /^(?:align|aspect-ratio$|background(?!-blend)|border|bottom$|box-shadow$|box-sizing$|caption-side$|clear$|color|content$|cursor$|direction$|display$|empty-cells$|flex|float$|font|gap$|column-gap$|row-gap$|height$|hyphens$|inset|justify|left$|letter-spacing$|line-break$|line-height$|list-style|margin|max-|min-|object-|opacity$|order$|orphans$|outline|overflow|padding|place-|position$|quotes$|right$|tab-size$|table-layout$|text-(?!combine)|top$|transform$|transform-origin|unicode-bidi$|vertical-align$|visibility$|white-space|widows$|width$|word-|writing-mode$|z-index$|-webkit-(?:box|line-clamp|text-size-adjust|text-fill-color))/;
/** A value of more characters than this asks for hundreds of layers, shadows or tracks. */
const maxValueLength = 1_500;
const maxShadows = 4;
const maxLayers = 8;
/** Lengths beyond this make surfaces that no screen shows; in any unit. */
const maxMeasure = 100_000;
/** A shadow's blur and a text's size have their cost squared, in pixels. */
const maxShadowMeasure = 60;
const maxFontSize = 300;

/** Whether painting the value has bounds that real mail stays within. */
function isPaintable(name: string, value: string): boolean {
  if (!neededProperties.test(name) || value.length > maxValueLength) return false;
  // Addresses of pictures may hold any number.
  const own = value.replaceAll(/url\("[^"]*"\)|"[^"]*"|#[0-9a-f]{3,8}\b/gi, '');
  const largest = Math.max(0, ...(own.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/g) ?? []).map(Number));
  if (largest > maxMeasure) return false;
  const parts = own.replaceAll(/\([^()]*\)/g, '').split(',').length;
  if (name.endsWith('-shadow')) {
    const measures = own.replaceAll(/\([^()]*\)/g, '').match(/\d+(?:\.\d+)?/g) ?? [];
    return parts <= maxShadows && measures.every((measure) => Number(measure) <= maxShadowMeasure);
  }
  if (name === 'font-size') return largest <= maxFontSize || value.endsWith('%');
  // Words that come from a style sheet would not be seen by what checks links.
  if (name === 'content')
    return !/[\p{L}\p{N}]/u.test(value.replaceAll(/^(?:none|normal|(?:no-)?(?:open|close)-quote)$/g, ''));
  if (name === 'transform') return !/3d|perspective|[xyz]\(\s*\d+(?:\.\d+)?turn/i.test(value);
  return !name.startsWith('background') || parts <= maxLayers;
}

function isHarmless(name: string, value: string): boolean {
  if (name.startsWith('--') || value === '') return false;
  if (!isPaintable(name, value)) return false;
  if (name === 'position') return value !== 'fixed' && value !== 'sticky';
  return !fetchingFunction.test(value) && !viewportHeight.test(value);
}

/**
 * The value with each image's address resolved ("none" for an image that is not shown); null if it contains anything
 * else that could fetch.
 */
function resolvedImage(value: string, resolve: ResolveImage): string | null {
  const resolved = value.replace(plainUrl, (whole, address: string) => {
    if (rasterData.test(whole)) return whole;
    const own = resolve(address);
    return own === null ? 'none' : `url("${own}")`;
  });
  return resolved.includes('url(') && !fetchingFunction.test(resolved.replace(ownUrl, '')) ? resolved : null;
}
