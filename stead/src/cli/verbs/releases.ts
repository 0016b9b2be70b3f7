import { commandFor } from "../../kernel/command-for.ts";
import type { OpenSite } from "../../operations/open-site.ts";
import { sayBytes } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Verb } from "../verb.ts";

export const releases: Verb = {
  group: "Releases",
  says: "Lists the kept releases, the newest first, and which one serves.",
  kind: "reads",
  words: [environmentWord],
  options: [...siteOptions, jsonOption],
  example: "stead releases",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0]);
    const list = await listOf(site);
    call.screen.answer(list, (paint) => sayReleases(list, commandFor("up", site.environment), paint));
  },
};

const listOf = async (site: OpenSite) => {
  const operation = await import("../../operations/releases.ts");
  return operation.releases(site);
};

type Release = Awaited<ReturnType<typeof listOf>>["releases"][number];

const sayReleases = ({ releases: list }: { readonly releases: readonly Release[] }, up: string, paint: Paint): string =>
  list.length === 0
    ? `There is no release yet. \`${up}\` builds the first one.`
    : sayTable([
        ["", "release", "built", "commit", "size", ""].map((head) => paint("dim", head)),
        ...list.map((release) => row(release, paint)),
      ]);

const row = ({ id, at, commit, dirty, serving, sizeBytes, remarks }: Release, paint: Paint): readonly string[] => [
  serving ? paint("green", "●") : " ",
  serving ? paint("bold", id) : id,
  sayTime(new Date(at)),
  commit === undefined ? "" : `${commit.slice(0, 9)}${dirty === true ? " with changes" : ""}`,
  sayBytes(sizeBytes),
  [...(serving ? ["serves"] : []), ...remarks].join(" "),
];
