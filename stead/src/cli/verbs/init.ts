import type { Initialised } from "../../operations/init.ts";
import { jsonOption } from "../options.ts";
import type { Paint } from "../print/screen.ts";
import type { Verb } from "../verb.ts";

export const init: Verb = {
  group: "The site",
  says: "Looks at this folder and writes a stead.config.ts for what is in it.",
  kind: "reads",
  words: [],
  options: [
    { flags: "--domain <name>", about: "the site's domain; otherwise made from the folder's name" },
    jsonOption,
  ],
  example: "stead init --domain foobar.com",
  perform: async ({ folder, choices, screen }) => {
    const operation = await import("../../operations/init.ts");
    const domain = choices.text("domain");
    const done = operation.init({ folder, ...(domain === undefined ? {} : { domain }) });
    screen.answer(done, (paint) => sayInitialised(done, paint));
  },
};

const sayInitialised = ({ file, domain, wrote, found, advice, next }: Initialised, paint: Paint): string =>
  [
    ...found,
    ...wrote.map((path) => `${paint("green", "✔")} Wrote ${path}`),
    `${paint("green", "✔")} Wrote ${file} for ${paint("bold", domain)}`,
    ...(advice.length > 0 ? ["", ...advice.map((line) => `${paint("yellow", "!")} ${line}`)] : []),
    "",
    `Next: ${paint("bold", next)}`,
  ].join("\n");
