import type { Component } from "../component.ts";
import { tlsChecks } from "./checks.ts";
import { certificateProgram } from "../../topology/certificate.ts";
import { desireTls, hasCertificate } from "./desire.ts";
import { tlsHazards } from "./hazards.ts";
import { tlsSettings } from "./settings.ts";

/** The certificate: got from an authority, renewed in time, by two programs of the distribution and a shell script. */
export const tls = {
  name: "tls",
  role: "web",
  settings: tlsSettings,
  programs: [],
  place: (site) =>
    Object.values(site.hosts)
      .filter(hasCertificate)
      .map(({ name }) => name),
  desire: desireTls,
  checks: tlsChecks,
  hazards: tlsHazards,
  powers: {
    tells: (site, host) => {
      const place = site.hosts[host];
      return place && hasCertificate(place)
        ? { about: "certificate", run: [certificateProgram(place), "tell"] }
        : undefined;
    },
  },
} satisfies Component;
