import type { Lines } from "./syntax.ts";

/** Fields of a line of the access log, in order. A list in an upstream's field shows a retry: "502, 200". */
const fields = {
  time: "$time_iso8601",
  id: "$request_id",
  from: "$remote_addr",
  host: "$host",
  method: "$request_method",
  uri: "$request_uri",
  protocol: "$server_protocol",
  status: "$status",
  bytes: "$body_bytes_sent",
  seconds: "$request_time",
  upstream: "$upstream_addr",
  upstreamStatus: "$upstream_status",
  upstreamConnect: "$upstream_connect_time",
  upstreamHeader: "$upstream_header_time",
  upstreamSeconds: "$upstream_response_time",
  cache: "$upstream_cache_status",
  agent: "$http_user_agent",
  referer: "$http_referer",
} as const;

/** Bare numbers; the others are strings. */
const numbers = new Set(["status", "bytes", "seconds"]);

export const renderLogFormat: Lines = [
  "log_format requests escape=json",
  ...Object.entries(fields).map(([name, variable], index, all) => {
    const value = numbers.has(name) ? variable : `"${variable}"`;
    const [open, close] = [index === 0 ? "{" : "", index === all.length - 1 ? "}" : ","];
    return `    '${open}"${name}":${value}${close}'${index === all.length - 1 ? ";" : ""}`;
  }),
];
