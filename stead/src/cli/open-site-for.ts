import type { OpenSite, SiteWish } from "../operations/open-site.ts";
import type { Call } from "./verb.ts";

/** The site a command line is about: that of --config, else of the folder it was typed in or above. */
export const openSiteFor = async (call: Pick<Call, "folder" | "choices">): Promise<OpenSite> => {
  const { openSite } = await import("../operations/open-site.ts");
  return openSite(wishOf(call));
};

/** The same, for an operation that opens it itself. */
export const wishOf = ({ folder, choices }: Pick<Call, "folder" | "choices">): SiteWish => {
  const [config, environment] = [choices.text("config"), choices.text("environment")];
  return {
    folder,
    ...(config === undefined ? {} : { config }),
    ...(environment === undefined ? {} : { environment }),
  };
};
