/** Words of a text in lines of at most `width` characters; the second and further lines begin with `indent` spaces. */
export const wrap = (text: string, width: number, indent = 0): string => {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const current = lines.at(-1) ?? "";
    if (current === "") lines[lines.length - 1] = word;
    else if (current.length + 1 + word.length <= width - (lines.length > 1 ? indent : 0))
      lines[lines.length - 1] = `${current} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
};
