import { styleText } from "node:util";
import type { WriteStream } from "node:tty";
import { visible } from "./visible.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan";
export type Paint = (style: Style, text: string) => string;

/** Where a command prints. Colour only on a terminal, and never with NO_COLOR. */
export interface Screen {
  readonly json: boolean;
  /** Somebody is looking: lines may be drawn over. */
  readonly terminal: boolean;
  readonly columns: number;
  readonly paint: Paint;
  /** A line of the answer. */
  print(text: string): void;
  /** A line beside the answer, on standard error. */
  remark(text: string): void;
  /** The answer of a verb: the value with `--json`, else its text. */
  answer(value: unknown, text: (paint: Paint) => string): void;
  /** Unfinished text, for drawing. */
  draw(text: string): void;
}

/** A pipe has no width; this still reads well in a log. */
const COLUMNS_OF_A_PIPE = 120;

export const openScreen = (json: boolean): Screen => {
  const out = process.stdout as WriteStream;
  const paint = painter(out);
  const write = (text: string): void => void out.write(text);
  return {
    json,
    terminal: out.isTTY === true && !json,
    get columns() {
      return out.columns ?? COLUMNS_OF_A_PIPE;
    },
    paint,
    print: (text) => write(`${visible(text)}\n`),
    remark: (text) => void process.stderr.write(`${visible(text)}\n`),
    answer: (value, text) => write(visible(json ? `${JSON.stringify(value, null, 2)}\n` : `${text(paint)}\n`)),
    draw: write,
  };
};

/** Colours for one stream; a pipe, NO_COLOR or a dumb terminal gets plain text. */
export const painter = (stream: WriteStream): Paint =>
  stream.isTTY === true && stream.hasColors()
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_style, text) => text;
