/** A request as the access log tells it: one JSON object a line. */
export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly seconds: number;
  /** `HIT`, `MISS`, `BYPASS`, …; absent: the cache played no part. */
  readonly cache?: string;
  /** The sockets that were asked, in order: two of them show a retry. Absent: it was answered without the application. */
  readonly upstream?: string;
}

/** Reads a line of the access log; undefined: it is none. */
export const readRequest = (line: string): LoggedRequest | undefined => {
  if (!line.startsWith("{")) return undefined;
  const fields = fieldsOf(line);
  if (!["status", "id", "uri", "method"].every((name) => name in fields)) return undefined;
  const text = (name: string): string => textOf(fields[name]);
  return {
    id: text("id"),
    method: text("method"),
    host: text("host"),
    path: text("uri"),
    status: Number(fields["status"]),
    bytes: Number(fields["bytes"] ?? 0),
    seconds: Number(fields["seconds"] ?? 0),
    ...optional("cache", text("cache")),
    ...optional("upstream", text("upstream")),
  };
};

const fieldsOf = (line: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** nginx writes a variable that has no value as nothing, or as a dash. */
const optional = (name: "cache" | "upstream", value: string): { readonly cache?: string; readonly upstream?: string } =>
  value === "" || value === "-" ? {} : { [name]: value };
