import type { Component } from "../component.ts";
import { desireMail, playsOn } from "./desire.ts";

/** On `local`, a place for the application's mail to go: everything it sends is kept and nothing is delivered. */
export const mail = {
  name: "mail",
  role: "app",
  settings: {},
  programs: [],
  place: (site) => Object.keys(site.hosts).filter((host) => playsOn(site, host)),
  desire: desireMail,
  // The supervisor's own probe sees whether it listens, and no visitor's request needs it.
  checks: () => [],
  hazards: () => [],
} satisfies Component;
