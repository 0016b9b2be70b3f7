import { stripVTControlCharacters } from "node:util";

/**
 * A text in lines of at most `width` characters, broken between words; further lines begin with `indent` spaces, which
 * count as outside of the width. Colours take no room.
 */
export const wrap = (text: string, width: number, indent = 0): string => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(last) + 1 + lengthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
};

const lengthOf = (text: string): number => [...stripVTControlCharacters(text)].length;
