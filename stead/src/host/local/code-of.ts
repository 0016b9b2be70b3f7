/** The system's name of a fault, such as `ENOENT` (errno(3)); undefined for any other. */
export const codeOf = (fault: unknown): string | undefined =>
  fault instanceof Error && "code" in fault && typeof fault.code === "string" ? fault.code : undefined;
