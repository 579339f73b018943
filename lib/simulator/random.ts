/** A source of chance that gives the same for the same seed, everywhere and always. */
export type Chance = {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
  /** `true` this often: 0.2 is one in five. */
  happens(share: number): boolean;
  /** So many characters of the alphabet. */
  text(alphabet: string, length: number): string;
};

const HEX = "0123456789abcdef";
const BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
const KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** FNV-1a: turns words into a seed. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Takes a seed and gives a source of chance (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error("Nothing can be picked of an empty list");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- inside the list, whose elements may be undefined themselves
    return list[whole(0, list.length - 1)] as T;
  };
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(whole(0, alphabet.length - 1))).join("");
  return { fraction, whole, pick, happens: (share) => fraction() < share, text };
}

export const instanceIdOf = (chance: Chance): string => `i-0${chance.text(HEX, 16)}`;
export const environmentIdOf = (chance: Chance): string => `e-${chance.text(BASE36, 10)}`;
export const launchTemplateIdOf = (chance: Chance): string => `lt-0${chance.text(HEX, 16)}`;
export const accountIdOf = (chance: Chance): string => `${chance.whole(1, 9)}${chance.text("0123456789", 11)}`;
export const accessKeyIdOf = (chance: Chance): string => `AKIA${chance.text(KEY_LETTERS, 16)}`;
export const secretOf = (chance: Chance): string => chance.text(`${BASE36}ABCDEFGHIJKLMNOPQRSTUVWXYZ+/`, 40);
/** The machine image of a platform version in a region: the same for every instance there. */
export const imageIdOf = (solutionStackName: string, region: string): string =>
  `ami-0${chanceOf(seedOf(`${solutionStackName}/${region}`)).text(HEX, 16)}`;
/** The last part of a name CloudFormation makes. */
export const stackSuffixOf = (chance: Chance): string => chance.text(BASE36.toUpperCase(), 12);
