import fc from "fast-check";

/** Any character but NUL, and often one that means something to a shell. fast-check's own `binary` first makes a table of them all: seconds. */
export const anyCharacter = fc.oneof(
  fc.integer({ min: 1, max: 0x10ffff }).map((code) => String.fromCodePoint(code).toWellFormed()),
  fc.constantFrom(..."'\"\\$`!*?[]{}()<>|&;#~=%- \t\r\n".split("")),
  fc.integer({ min: 1, max: 0x7f }).map((code) => String.fromCodePoint(code)),
);
