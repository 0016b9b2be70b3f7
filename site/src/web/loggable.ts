/** What a log may say about a fault. The driver's errors carry the whole statement with all its values; those stay out. */
export const loggable = (fault: unknown): Readonly<Record<string, unknown>> => {
  if (!(fault instanceof Error)) return { type: typeof fault };
  const { code, errno } = fault as Error & { code?: unknown; errno?: unknown };
  return {
    type: fault.name,
    // The server quotes values in its messages ("Duplicate entry 'ada' for key ..."): only the number says what happened.
    ...(typeof errno === "number" ? { errno } : { message: fault.message }),
    ...(typeof code === "string" ? { code } : {}),
    at: fault.stack
      ?.split("\n")
      .filter((line) => line.startsWith("    at "))
      .slice(0, 8)
      .map((line) => line.trim()),
  };
};
