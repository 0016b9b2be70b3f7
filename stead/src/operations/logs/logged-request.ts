/** A request as nginx's access log tells it, one JSON object a line. */
export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly seconds: number;
  /** `HIT`, `MISS`, `BYPASS`, …; undefined: the cache played no part. */
  readonly cache?: string;
  /** The sockets that were asked, in order; more than one: the first did not answer. Absent: nginx answered itself. */
  readonly upstream?: string;
}

/** Reads a line of the access log; undefined: it is none. */
export const readRequest = (line: string): LoggedRequest | undefined => {
  if (!line.startsWith("{")) return undefined;
  const fields = fieldsOf(line);
  if (fields === undefined || !("status" in fields) || !("request_id" in fields)) return undefined;
  const text = (name: string): string => String(fields[name] ?? "");
  const [cache, upstream] = [text("cache"), text("upstream")];
  return {
    id: text("request_id"),
    method: text("method"),
    host: text("host"),
    path: text("uri"),
    status: Number(fields["status"]),
    bytes: Number(fields["bytes"] ?? 0),
    seconds: Number(fields["seconds"] ?? 0),
    ...(cache === "" || cache === "-" ? {} : { cache }),
    ...(upstream === "" || upstream === "-" ? {} : { upstream }),
  };
};

const fieldsOf = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
};
