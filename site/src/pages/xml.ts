/** Text for an XML document (XML 1.0, 2.2 and 2.4): escaped, without the characters that XML cannot hold at all. */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    // Control characters but tab and line ends, which XML allows (XML 1.0, 2.2), and two that are no characters.
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
