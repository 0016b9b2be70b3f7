import { readTokens, unreadable, type Entry, type Token } from "./tokens.ts";

/** A record as a master file has it. */
export interface ZoneEntry {
  /** The whole name, small letters, with its last dot. */
  readonly name: string;
  /** Seconds; absent: the file names none. */
  readonly ttl?: number;
  /** Capital letters. */
  readonly type: string;
  readonly data: readonly Token[];
  /** What relative names in its data are seen from. */
  readonly origin: string;
  readonly line: number;
}

/**
 * Reads a zone in master file format (RFC 1035, 5.1; $TTL of RFC 2308, 4): as people write it, providers export it, and kdig prints a
 * transfer. `origin`: the domain without its last dot. Throws ZONE_UNREADABLE with the line.
 */
export const readZone = (text: string, origin: string, file = "the zone"): readonly ZoneEntry[] => {
  const state: State = { origin: `${origin.toLowerCase()}.`, file };
  return readTokens(text, file).flatMap((entry) => {
    const [first] = entry.tokens;
    if (first && !first.quoted && !entry.indented && first.raw.startsWith("$")) {
      directive(state, entry);
      return [];
    }
    return [record(state, entry)];
  });
};

interface State {
  readonly file: string;
  origin: string;
  owner?: string;
  /** Of $TTL; and of the last record that named one, which counts where there was no $TTL (RFC 1035, 5.1). */
  defaultTtl?: number;
  lastTtl?: number;
}

const directive = (state: State, { tokens, line }: Entry): void => {
  const [name = "", value = ""] = tokens.map(({ raw }) => raw);
  const act = directives[name.toUpperCase()];
  if (!act) throw unreadable(state.file, line, `has ${name}, which is nothing of a master file.`);
  act(state, value, line);
};

const directives: Readonly<Record<string, (state: State, value: string, line: number) => void>> = {
  $ORIGIN: (state, value) => {
    state.origin = wholeName(value, state.origin);
  },
  $TTL: (state, value, line) => {
    const ttl = readTtl(value);
    if (ttl === undefined) throw unreadable(state.file, line, `has a $TTL of "${value}", which is no time.`);
    state.defaultTtl = ttl;
  },
  $INCLUDE: (state, value, line) => {
    throw unreadable(state.file, line, `includes another file (${value}), which is not followed.`);
  },
  $GENERATE: (state, _value, line) => {
    throw unreadable(state.file, line, "has $GENERATE, which is a server's own word for many records.");
  },
};

const record = (state: State, { tokens, indented, line }: Entry): ZoneEntry => {
  const [first] = tokens;
  const owner = indented || !first ? state.owner : wholeName(first.raw, state.origin);
  if (owner === undefined) throw unreadable(state.file, line, "begins with a blank, and no name came before it.");
  state.owner = owner;
  const { ttl, rest } = beforeType(state, tokens.slice(indented ? 0 : 1), line);
  const [type, ...data] = rest;
  if (!type || type.quoted || !/^[a-z][a-z0-9-]*$/iu.test(type.raw))
    throw unreadable(state.file, line, "names no type of record, such as A or MX.");
  if (ttl !== undefined) state.lastTtl = ttl;
  const seconds = ttl ?? state.defaultTtl ?? state.lastTtl;
  return {
    name: owner,
    ...(seconds === undefined ? {} : { ttl: seconds }),
    type: type.raw.toUpperCase(),
    data,
    origin: state.origin,
    line,
  };
};

/** Time and class stand in any order, and each may be left out. */
const beforeType = (
  { file }: State,
  tokens: readonly Token[],
  line: number,
): { readonly ttl?: number; readonly rest: readonly Token[] } => {
  let ttl: number | undefined;
  let classes = 0;
  for (const [index, { raw, quoted }] of tokens.entries()) {
    const time = quoted || ttl !== undefined ? undefined : readTtl(raw);
    if (time !== undefined) ttl = time;
    else if (classes === 0 && /^(?:IN|CH|HS|CS)$/iu.test(raw)) {
      classes += 1;
      if (raw.toUpperCase() !== "IN")
        throw unreadable(file, line, `is of the class ${raw.toUpperCase()}; the internet's is IN.`);
    } else return { ...(ttl === undefined ? {} : { ttl }), rest: tokens.slice(index) };
  }
  return { rest: [] };
};

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `3600`, and as BIND writes it `1h30m`. */
const readTtl = (text: string): number | undefined => {
  if (/^\d{1,10}$/u.test(text)) return Number(text);
  if (!/^(?:\d{1,10}[smhdw])+$/iu.test(text)) return undefined;
  return [...text.toLowerCase().matchAll(/(\d+)([smhdw])/gu)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
};

/** A name with its last dot, small letters: `@` is the origin, and one without a dot at its end lies below it. */
export const wholeName = (name: string, origin: string): string => {
  if (name === "@") return origin;
  const lower = name.toLowerCase();
  if (/(?:^|[^\\])(?:\\\\)*\.$/u.test(lower)) return lower;
  return origin === "." ? `${lower}.` : `${lower}.${origin}`;
};
