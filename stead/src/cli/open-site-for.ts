import type { OpenSite } from "../operations/open-site.ts";
import type { Call } from "./verb.ts";

/** The site a command line is about: that of --config, else of the folder it was typed in or above. */
export const openSiteFor = async ({ folder, choices }: Pick<Call, "folder" | "choices">): Promise<OpenSite> => {
  const { openSite } = await import("../operations/open-site.ts");
  const [config, environment] = [choices.text("config"), choices.text("environment")];
  return openSite({
    folder,
    ...(config === undefined ? {} : { config }),
    ...(environment === undefined ? {} : { environment }),
  });
};
