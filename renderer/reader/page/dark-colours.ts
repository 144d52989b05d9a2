/** A colour of sRGB, each from 0 to 1. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Relative luminances (WCAG 2.2) of the dark theme's surface and ink, as styles/tokens.css has them. */
const surface = 0.0135;
const ink = 0.79;
/** From this luminance on a surface counts as light. Buttons in strong colours with white words are below. */
const lightFrom = 0.35;
/** WCAG's flare, which makes a ratio of two luminances a contrast. */
const flare = 0.05;

/** Reads a colour as computed styles write it: `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`. Null for anything else. */
export function readColour(text: string): Colour | null {
  const numbers = /^rgba?\(\s*([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\s*\)$/.exec(text);
  if (numbers === null) return null;
  const [red = 0, green = 0, blue = 0] = numbers.slice(1, 4).map((each) => Number(each) / 255);
  return { red, green, blue, alpha: numbers[4] === undefined ? 1 : Number(numbers[4]) };
}

export function writeColour({ red, green, blue, alpha }: Colour): string {
  const [r, g, b] = [red, green, blue].map((each) => Math.round(each * 255));
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

export function luminanceOf({ red, green, blue }: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Whether it is a surface that would glare in a dark window. */
export function isLight(colour: Colour): boolean {
  return luminanceOf(colour) >= lightFrom;
}

/**
 * The colour that takes its place in a dark window: of the same hue, and as far from the dark surface as it was from white. So two colours keep their
 * contrast, up to that of the theme's own text.
 */
export function darkColour(colour: Colour): Colour {
  const wanted = ((surface + flare) * (1 + flare)) / (luminanceOf(colour) + flare) - flare;
  return withLuminance(colour, Math.min(ink, Math.max(surface, wanted)));
}

/** The same hue at another luminance, by OKLab; where sRGB has no such colour, a paler one. */
function withLuminance(colour: Colour, luminance: number): Colour {
  const { a, b, lightness } = labOf(colour);
  // Chroma fades towards black and white, so that a pale tint does not become a strong colour.
  const target = Math.cbrt(luminance);
  const strength = Math.min(1, Math.min(target, 1 - target) / Math.max(0.05, Math.min(lightness, 1 - lightness)));
  for (let share = strength; share > 0.01; share *= 0.9) {
    const found = fromLab(lightnessFor(luminance, a * share, b * share), a * share, b * share);
    if ([found.red, found.green, found.blue].every((each) => each >= -0.001 && each <= 1.001)) {
      return { ...clamped(found), alpha: colour.alpha };
    }
  }
  return { ...clamped(fromLab(target, 0, 0)), alpha: colour.alpha };
}

function lightnessFor(luminance: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (luminanceOf(fromLab(middle, a, b)) < luminance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function gamma(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

function labOf({ red, green, blue }: Colour): { lightness: number; a: number; b: number } {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

function fromLab(lightness: number, a: number, b: number): Omit<Colour, 'alpha'> & { alpha: number } {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    red: gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    green: gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    blue: gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    alpha: 1,
  };
}

function clamped({ red, green, blue, alpha }: Colour): Colour {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return { red: within(red), green: within(green), blue: within(blue), alpha };
}
