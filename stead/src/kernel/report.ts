/**
 * How long work tells what it does. Rooms below the cli only emit events; the cli draws them (live on a terminal, plain
 * lines elsewhere, JSON lines with `--json`).
 */
export type Report = (event: ReportEvent) => void;

export type ReportEvent =
  /** A step began. Its `says` is a short present-tense phrase: "Building the release". */
  | { readonly kind: "begin"; readonly step: string; readonly says: string }
  /** Something to know inside a step: a line of the build's output. */
  | { readonly kind: "note"; readonly step: string; readonly says: string }
  /** It ended well. `says` is the past: "Built 20261123-120501-ab12cd (41 files)". */
  | { readonly kind: "end"; readonly step: string; readonly says: string; readonly seconds: number }
  | { readonly kind: "fail"; readonly step: string; readonly says: string }
  /** A plain line outside any step: what was cleared up, a warning. */
  | { readonly kind: "line"; readonly says: string };
