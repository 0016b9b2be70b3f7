import { SteadError } from "../../kernel/errors.ts";

/** One word of a master file. */
export interface Token {
  /** As written, escapes and all, without the quotes around it. */
  readonly raw: string;
  readonly quoted: boolean;
}

/** One entry: what stands on a line, or on several within parentheses. */
export interface Entry {
  /** The first line began with a blank: the owner is the one before. */
  readonly indented: boolean;
  readonly tokens: readonly Token[];
  /** Of its first word, from 1. */
  readonly line: number;
}

/** Cuts a master file into its words (RFC 1035, 5.1). Throws ZONE_UNREADABLE with the line. `file`: its name in faults. */
export const readTokens = (text: string, file: string): readonly Entry[] => {
  const reader = new Reader(text.replaceAll("\r\n", "\n"), file);
  while (!reader.atEnd) reader.step();
  return reader.finish();
};

/** What ends a word that is not in quotes. */
const breaks = /[\s;()"]/u;

class Reader {
  readonly #entries: Entry[] = [];
  readonly #text: string;
  readonly #file: string;
  #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  #entryLine = 1;
  #depth = 0;
  #indented = false;
  #lineStart = true;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  step(): void {
    const character = this.#text[this.#at] ?? "";
    if (this.#lineStart && this.#depth === 0) this.#indented = character === " " || character === "\t";
    this.#lineStart = false;
    const act = this.#acts[character];
    if (act) act();
    else if (/\s/u.test(character)) this.#at += 1;
    else this.#push(this.#word(), false);
  }

  finish(): readonly Entry[] {
    if (this.#depth > 0) throw unreadable(this.#file, this.#entryLine, "opens a parenthesis that nothing closes.");
    this.#endLine();
    return this.#entries;
  }

  readonly #acts: Readonly<Record<string, () => void>> = {
    "\n": () => {
      this.#at += 1;
      this.#line += 1;
      this.#lineStart = true;
      if (this.#depth === 0) this.#endLine();
    },
    ";": () => {
      while (!this.atEnd && this.#text[this.#at] !== "\n") this.#at += 1;
    },
    "(": () => {
      if (this.#tokens.length === 0) this.#entryLine = this.#line;
      this.#depth += 1;
      this.#at += 1;
    },
    ")": () => {
      if (this.#depth === 0) throw unreadable(this.#file, this.#line, "closes a parenthesis that nothing opened.");
      this.#depth -= 1;
      this.#at += 1;
    },
    '"': () => this.#push(this.#quotation(), true),
  };

  #push(raw: string, quoted: boolean): void {
    if (this.#tokens.length === 0 && this.#depth === 0) this.#entryLine = this.#line;
    this.#tokens.push({ raw, quoted });
  }

  #endLine(): void {
    if (this.#tokens.length > 0)
      this.#entries.push({ indented: this.#indented, tokens: this.#tokens, line: this.#entryLine });
    this.#tokens = [];
  }

  #word(): string {
    const start = this.#at;
    while (!this.atEnd && !breaks.test(this.#text[this.#at] ?? "")) this.#skipOne();
    return this.#text.slice(start, this.#at);
  }

  #quotation(): string {
    const start = this.#at + 1;
    for (this.#at = start; !this.atEnd && this.#text[this.#at] !== '"'; this.#skipOne())
      if (this.#text[this.#at] === "\n") break;
    if (this.#text[this.#at] !== '"')
      throw unreadable(this.#file, this.#line, "opens a quotation that its line does not close.");
    this.#at += 1;
    return this.#text.slice(start, this.#at - 1);
  }

  /** A backslash takes the next character with it, whatever it is. */
  #skipOne(): void {
    this.#at += this.#text[this.#at] === "\\" ? 2 : 1;
  }
}

/** The bytes of a character string: `\DDD` is one, `\X` is X (RFC 1035, 5.1). */
export const bytesOf = ({ raw }: Token): Buffer =>
  Buffer.concat(
    [...raw.matchAll(/\\(\d{3})|\\([^])|([^\\]+)/gu)].map(([, number, escaped, plain]) =>
      number === undefined ? Buffer.from(escaped ?? plain ?? "") : Buffer.from([Number(number) & 0xff]),
    ),
  );

export const unreadable = (file: string, line: number, what: string): SteadError =>
  new SteadError({
    code: "ZONE_UNREADABLE",
    where: `${file}:${line}`,
    what,
    mend: "Correct that line, or have the zone written anew: `kdig @SERVER DOMAIN AXFR` writes one, as most providers' export does.",
  });
