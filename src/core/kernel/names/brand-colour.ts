/** Ours, where the Partner has set none. */
export const ownColour = "#14532d";

type Channels = [number, number, number];

const black: Channels = [0, 0, 0];
const white: Channels = [255, 255, 255];
/** The cards of the pages, light and dark, and the darkest and the lightest of what else a link stands on. */
const paper = readChannels("#efeee8");
const darkCard = readChannels("#181f1c");
/** WCAG 2.2, 1.4.3: text of the usual size. */
const readable = 4.5;

/** What pages are coloured with, made of one colour, which must be a readable one. */
export interface Shades {
  /** What is pressed and followed, and what it becomes under the pointer. */
  accent: string;
  strong: string;
  /** Behind what stands apart. */
  tint: string;
}

/** The colour as it is where pages are light, and as much lighter as it takes where they are dark. */
export function shadesOf(colour: string): { light: Shades; dark: Shades } {
  const base = readChannels(colour);
  const darkTint = mixed(darkCard, base, 0.2);
  const raised = firstReadable(base, white, [darkTint, darkCard]);
  return {
    light: {
      accent: colour,
      strong: written(mixed(base, black, 0.25)),
      tint: written(mixed(white, base, 0.11)),
    },
    dark: {
      accent: written(raised),
      strong: written(mixed(raised, white, 0.35)),
      tint: written(darkTint),
    },
  };
}

/** Undefined where white text can be read on it, and it can be read on our paper; else the nearest darker shade that will do. */
export function darkerShade(colour: string): string | undefined {
  const base = readChannels(colour);
  const nearest = written(firstReadable(base, black, [white, paper]));
  return nearest === colour ? undefined : nearest;
}

/** The ratio of two colours by WCAG, from 1 to 21. */
export function contrast(one: string, other: string): number {
  return ratio(readChannels(one), readChannels(other));
}

/** Towards an end, until it can be read on all of these. What stands on its own tint is tried on that as well. */
function firstReadable(base: Channels, end: Channels, grounds: Channels[]): Channels {
  for (let part = 0; part < 100; part += 1) {
    const tried = mixed(base, end, part / 100);
    const own = end === black ? [mixed(white, tried, 0.11)] : [];
    if ([...grounds, ...own].every((ground) => ratio(rounded(tried), rounded(ground)) >= readable))
      return tried;
  }
  return end;
}

function ratio(one: Channels, other: Channels): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Channels): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function mixed(from: Channels, to: Channels, part: number): Channels {
  return from.map((channel, index) => channel + ((to[index] ?? 0) - channel) * part) as Channels;
}

const rounded = (channels: Channels) => channels.map(Math.round) as Channels;

/** Of "#rrggbb". */
function readChannels(colour: string): Channels {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as Channels;
}

function written(channels: Channels): string {
  return `#${rounded(channels)
    .map((channel) => channel.toString(16).padStart(2, "0"))
    .join("")}`;
}
