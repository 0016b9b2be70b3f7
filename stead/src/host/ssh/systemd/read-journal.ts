import type { Host, Journal, JournalLine } from "../../host.ts";
import { serverUnits, serviceName, sliceName, unitOf } from "./unit-names.ts";

/** The site's part of the server's journal, and that of what its sites share (journalctl(1)). What systemd itself says about a unit is not its log. */
export const siteJournal = (run: Host["run"], site: string): Journal => ({
  names: async () => {
    const { stdout } = await run(["journalctl", "--quiet", "--field=_SYSTEMD_UNIT"]);
    return [...new Set(stdout.split("\n").flatMap((service) => nameOf(site, service) ?? []))].toSorted();
  },
  read: async (names, { lines, text }) => {
    if (names.length === 0) return [];
    const units = names.flatMap((name) => [site, serverUnits].map((one) => `_SYSTEMD_UNIT=${serviceName(one, name)}`));
    const { stdout } = await run([...JOURNALCTL, "--lines", String(lines), ...matching(text), ...units]);
    return stdout.split("\n").flatMap((line) => readEntry(site, line) ?? []);
  },
  follow: async (take, signal) => {
    // By the slice: names would be looked up once, and a deploy brings new instances while somebody follows.
    const slices = [site, serverUnits].map((one) => `_SYSTEMD_SLICE=${sliceName(one)}`);
    const words = [...JOURNALCTL, "--follow", "--lines=0", ...slices];
    await run(words, {
      signal,
      onLine: (line) => {
        const entry = readEntry(site, line);
        if (entry) take(entry);
      },
    });
  },
});

const JOURNALCTL = ["journalctl", "--quiet", "--all", "--output=json", "--output-fields=MESSAGE,_SYSTEMD_UNIT"];

/** The text as it is: PCRE2 takes everything between \Q and \E literally. */
const matching = (text: string | undefined): readonly string[] =>
  text === undefined
    ? []
    : ["--case-sensitive=true", `--grep=\\Q${text.replaceAll(String.raw`\E`, String.raw`\E\\E\Q`)}\\E`];

const readEntry = (site: string, json: string): JournalLine | undefined => {
  if (!json.startsWith("{")) return undefined;
  const entry = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const unit = nameOf(site, String(entry["_SYSTEMD_UNIT"]));
  const time = Number(entry["__REALTIME_TIMESTAMP"]) / 1000;
  return unit === undefined ? undefined : { unit, time, text: messageOf(entry["MESSAGE"]) };
};

const nameOf = (site: string, service: string): string | undefined =>
  unitOf(site, service) ?? unitOf(serverUnits, service);

/** A message that is not UTF-8 comes as an array of bytes. */
const messageOf = (message: unknown): string => {
  if (typeof message === "string") return message;
  return Array.isArray(message) ? new TextDecoder().decode(Uint8Array.from(message as number[])) : "";
};
