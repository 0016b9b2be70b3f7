import { SteadError } from "../../../kernel/errors.ts";

/** Where an administrator's units lie (systemd.unit(5)): before the distribution's, and they outlive a reboot. */
export const UNIT_FOLDER = "/etc/systemd/system";

/** What stands in the place of a site's name for what is the server's own: no domain, since it has no dot. */
export const serverUnits = "host";

/** `stead-foobar.com-nginx.service`; an instance is `stead-foobar.com-app@ID-1.service`. Throws for a name that is none. */
export const serviceName = (site: string, unit: string): string => `${prefix(site)}${checked(unit)}.service`;

export const timerName = (site: string, unit: string): string => `${prefix(site)}${checked(unit)}.timer`;

/** What a timer starts when its job may still run: it makes room for the next run. */
export const dueName = (site: string, unit: string): string => `${prefix(site)}due-${checked(unit)}.service`;

/** Everything a site runs lies in this slice. A dash in it would mean a slice within a slice, so those are escaped (systemd.slice(5)). */
export const sliceName = (site: string): string => `stead-${site.replaceAll("-", String.raw`\x2d`)}.slice`;

/** Reached at boot once the site's engines are ready; its application comes after it. */
export const enginesTarget = (site: string): string => `${prefix(site)}engines.target`;

/** The pattern of a site's units for a shell. Another site's may match it too: `stead-a.com-b.org-nginx` for `a.com`. */
export const servicePattern = (site: string): string => `${prefix(site)}*.service`;

/** The unit's name as Stead knows it; undefined: it is not of this site. */
export const unitOf = (site: string, service: string): string | undefined =>
  service.startsWith(prefix(site)) && service.endsWith(".service")
    ? service.slice(prefix(site).length, -".service".length)
    : undefined;

/** All characters of a domain may stand in the name of a unit (systemd.unit(5)). */
const prefix = (site: string): string => {
  if (/^[a-z0-9][a-z0-9.-]*$/u.test(site)) return `stead-${site}-`;
  throw unusable(site, "a site in the names of units", "Use the site's domain in its ASCII form.");
};

const checked = (unit: string): string => {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}(?:@[A-Za-z0-9._-]{1,64})?$/u.test(unit)) return unit;
  throw unusable(unit, "the name of a unit", "Use letters, digits and @ . _ - only.");
};

const unusable = (where: string, what: string, mend: string): SteadError =>
  new SteadError({ code: "COMMAND_FAILED", where, what: `This cannot be ${what}.`, mend });
