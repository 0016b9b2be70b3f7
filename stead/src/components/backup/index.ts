import type { Component } from "../component.ts";
import { backupHosts, desireBackup } from "./desire.ts";
import { backupHazards } from "./hazards.ts";
import { backupCommands } from "./commands.ts";
import { backupSettings } from "./settings.ts";

/** Backups of the database and of the site's other data, each proved by a restore; plain shell that outlives Stead. */
export const backup = {
  name: "backup",
  role: "database",
  settings: backupSettings,
  programs: [],
  place: backupHosts,
  desire: desireBackup,
  checks: () => [],
  hazards: backupHazards,
  powers: { backup: backupCommands },
} satisfies Component;
