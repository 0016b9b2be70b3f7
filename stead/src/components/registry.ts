import * as z from "zod";
import { coreShape } from "../spec/core.ts";
import { app } from "./app/index.ts";
import { baseline } from "./baseline/index.ts";
import type { Component } from "./component.ts";
import { firewall } from "./firewall/index.ts";
import { knot } from "./knot/index.ts";
import { mail } from "./mail/index.ts";
import { mariadb } from "./mariadb/index.ts";
import { nginx } from "./nginx/index.ts";
import { notify } from "./notify/index.ts";
import { sshd } from "./sshd/index.ts";

/** The closed list of components. A new engine is its folder and a line here. */
const registered = [firewall, sshd, baseline, notify, knot, mail, mariadb, app, nginx] as const;

export const components: readonly Component[] = registered;

/** The settings of all components in one shape, each with its own type. */
type Joined<Settings> = (Settings extends unknown ? (each: Settings) => void : never) extends (all: infer All) => void
  ? All
  : never;

const ofComponents = Object.assign({}, ...registered.map(({ settings }) => settings)) as Joined<
  (typeof registered)[number]["settings"]
>;

/** Every setting of a site: the core's, and those of each component. */
export const siteShape = { ...coreShape, ...ofComponents };

/** What `parseSpec` validates with. */
export const siteSchema = z.strictObject(siteShape);
