import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, siteOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

export const db: Verb = {
  group: "Working inside",
  says: "Opens an SQL shell on the site's database.",
  kind: "reads",
  words: [environmentWord],
  options: siteOptions,
  example: 'echo "SELECT COUNT(*) FROM posts" | stead db',
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0]);
    const { openDatabaseShell } = await import("../../operations/db.ts");
    // The shell has the terminal from here on: Ctrl-C is its business.
    call.interruption.close();
    return openDatabaseShell(site);
  },
};
