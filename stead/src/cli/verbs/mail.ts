import type { CaughtMail, CaughtMessage } from "../../operations/mail.ts";
import { SteadError } from "../../kernel/errors.ts";
import { openSiteFor, wishOf } from "../open-site-for.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint, Screen } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Verb } from "../verb.ts";

export const mail: Verb = {
  group: "Looking",
  says: "Lists the mail that the application sent on this machine, where none is delivered.",
  kind: "reads",
  words: [
    { word: "[show]", about: "print one message" },
    { word: "[number]", about: "which: 1 is the newest" },
  ],
  options: [...siteOptions, jsonOption],
  example: "stead mail show 1",
  perform: async (call) => {
    const { screen, words } = call;
    const number = numberOf(words);
    const wish = wishOf(call);
    if ((wish.environment ?? "local") !== "local" || wish.lab === true) throw onlyLocal();
    const site = await openSiteFor(call);
    const operation = await import("../../operations/mail.ts");
    if (number === undefined) {
      const list = await operation.listMail(site);
      return screen.answer(list, (paint) => sayList(list, paint, screen));
    }
    const message = await operation.showMail(site, number);
    screen.answer(message, (paint) => sayMessage(message, paint));
  },
};

/** `show` alone means the newest; undefined: list them. */
const numberOf = ([word, number = "1"]: readonly string[]): number | undefined => {
  if (word === undefined) return undefined;
  if (word === "show" && /^[1-9]\d{0,3}$/.test(number)) return Number(number);
  throw new SteadError({
    code: "USAGE",
    where: "stead mail",
    what: `takes nothing, or "show" and a number; not "${word}${word === "show" ? ` ${number}` : ""}".`,
    mend: "`stead mail` lists the messages, `stead mail show 1` prints the newest.",
  });
};

const onlyLocal = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead mail",
    what: "shows what is caught on this machine; servers catch no mail.",
    mend: "Leave --environment and --lab out.",
  });

const sayList = (list: readonly CaughtMail[], paint: Paint, screen: Screen): string =>
  list.length === 0
    ? "No mail was caught yet. The application finds the catcher as SMTP_URL."
    : sayTable(
        [
          ["", "time", "from", "to", "subject"].map((head) => paint("dim", head)),
          ...list.map(({ number, at, from, to, subject }) => [
            String(number),
            sayTime(new Date(at)),
            from,
            to,
            subject,
          ]),
        ],
        { width: screen.columns },
      );

const sayMessage = ({ at, from, to, subject, text, attachments }: CaughtMessage, paint: Paint): string =>
  [
    sayTable(
      [
        ["time", sayTime(new Date(at))],
        ["from", from],
        ["to", to],
        ["subject", subject],
        ...(attachments.length > 0 ? [["with", attachments.join(", ")]] : []),
      ].map(([term = "", value = ""]) => [paint("dim", term), value]),
    ),
    "",
    text.trimEnd(),
  ].join("\n");
