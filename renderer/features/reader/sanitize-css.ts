/** CSS of a message after the filter. */
export interface FilteredCss {
  readonly css: string;
  /** It has a design for dark surroundings. */
  readonly supportsDark: boolean;
}

/** Where an image of the message itself is; null for anything else. */
export type ResolveCid = (contentId: string) => string | null;

/** Beyond this a style sheet is no mail's; what is cut off is not applied. */
const maxSheetLength = 500_000;
/** Functions that fetch, or that bring in text which was not looked at. The browser has resolved escapes and comments by then. */
const fetchingFunction =
  /\b(?:url|src|image|image-set|-webkit-image-set|cross-fade|-webkit-cross-fade|element|paint|expression|var|env|attr|if)\s*\(|\\|<|@/i;
const rasterData = /^url\("data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+"\)$/i;
const cidUrl = /^url\("cid:([^"\\]{1,500})"\)$/i;
/** Units of the viewport's height would grow with the frame, which grows with its content. */
const viewportHeight = /\d(?:[sld]?v(?:h|b|min|max))\b/i;
const shownImages: ReadonlySet<string> = new Set(['background-image', 'list-style-image']);

/** The declarations of a style attribute that are harmless. */
export function filterStyleAttribute(style: string, resolveCid: ResolveCid): string {
  const element = document.implementation.createHTMLDocument('').createElement('p');
  element.setAttribute('style', style);
  filterDeclarations(element.style, resolveCid);
  return element.style.cssText;
}

/**
 * Filters a style sheet. The browser's own parser reads it (a constructed sheet fetches nothing and has no imports), and only rules and
 * declarations known to be harmless are written out again: no imports, fonts, namespaces, layers or animations.
 */
export function filterStyleSheet(text: string, resolveCid: ResolveCid): FilteredCss {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.slice(0, maxSheetLength));
  const state = { supportsDark: false };
  const css = filterRules(sheet.cssRules, resolveCid, state, 0);
  return { css, supportsDark: state.supportsDark };
}

function filterRules(
  rules: CSSRuleList,
  resolveCid: ResolveCid,
  state: { supportsDark: boolean },
  depth: number,
): string {
  const lines: string[] = [];
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) {
      filterDeclarations(rule.style, resolveCid);
      if (/\bdark\b/.test(rule.style.getPropertyValue('color-scheme'))) state.supportsDark = true;
      if (rule.style.length > 0 && isPlain(rule.selectorText))
        lines.push(`${rule.selectorText} { ${rule.style.cssText} }`);
    } else if (rule instanceof CSSMediaRule && depth < 4) {
      if (/prefers-color-scheme\s*:\s*dark/i.test(rule.conditionText)) state.supportsDark = true;
      const inner = filterRules(rule.cssRules, resolveCid, state, depth + 1);
      if (inner !== '' && isPlain(rule.conditionText)) lines.push(`@media ${rule.conditionText} {\n${inner}\n}`);
    }
  }
  return lines.join('\n');
}

/** Nothing that could end the style element or hide behind an escape; "<=" of a media range is dropped with it. */
function isPlain(text: string): boolean {
  return !/[<\\@{}]/.test(text);
}

function filterDeclarations(style: CSSStyleDeclaration, resolveCid: ResolveCid): void {
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    if (isHarmless(name, value)) continue;
    const own = shownImages.has(name) ? resolvedImage(value, resolveCid) : null;
    if (own !== null) {
      style.setProperty(name, own, style.getPropertyPriority(name));
      continue;
    }
    style.removeProperty(name);
  }
  // Whatever a serialisation may still hide, nothing that can fetch leaves this function.
  const rest = style.cssText.replace(/url\("(?:data:image\/|heron-part:\/\/part\/)[^"\\]*"\)/g, '');
  if (fetchingFunction.test(rest)) style.cssText = '';
}

function isHarmless(name: string, value: string): boolean {
  if (name.startsWith('--') || value === '') return false;
  if (name === 'position') return value !== 'fixed' && value !== 'sticky';
  if (name.startsWith('animation') || name.startsWith('transition') || name.startsWith('view-transition')) return false;
  return !fetchingFunction.test(value) && !viewportHeight.test(value);
}

function resolvedImage(value: string, resolveCid: ResolveCid): string | null {
  if (rasterData.test(value)) return value;
  const contentId = cidUrl.exec(value)?.[1];
  const own = contentId === undefined ? null : resolveCid(contentId);
  return own === null ? null : `url("${own}")`;
}
