/** What one look showed. */
export interface Finding {
  /** What was looked at: `nginx`, `disk`, `unit mariadb`. */
  readonly subject: string;
  readonly verdict: "ok" | "warning" | "fault";
  /** A sentence. */
  readonly says: string;
  /** How to mend it; only of what is not ok. */
  readonly mend?: string;
  /** Evidence, such as last log lines. */
  readonly lines?: readonly string[];
}

export const ok = (subject: string, says: string): Finding => ({ subject, verdict: "ok", says });

export const warning = (subject: string, says: string, mend: string): Finding => ({
  subject,
  verdict: "warning",
  says,
  mend,
});

export const fault = (subject: string, says: string, mend: string, lines: readonly string[] = []): Finding => ({
  subject,
  verdict: "fault",
  says,
  mend,
  ...(lines.length > 0 ? { lines } : {}),
});
