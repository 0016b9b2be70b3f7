import type { SiteConfig } from "./spec/site-config.ts";

export type { SiteConfig };

/**
 * Describes a site, with completion and types in the editor.
 *
 * ```ts
 * import { defineSite } from "stead";
 * export default defineSite({ domain: "foobar.com", app: { start: "node server.js" } });
 * ```
 */
export const defineSite = (site: SiteConfig): SiteConfig => site;
