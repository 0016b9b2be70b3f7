import * as z from "zod";
import { coreShape } from "../spec/core.ts";
import { app } from "./app/index.ts";
import type { Component } from "./component.ts";
import { mail } from "./mail/index.ts";
import { mariadb } from "./mariadb/index.ts";
import { mariadbSettings } from "./mariadb/settings.ts";
import { nginx } from "./nginx/index.ts";
import { nginxSettings } from "./nginx/settings.ts";

/** The closed list of components. A new engine is its folder and a line here and in `siteShape`. */
export const components: readonly Component[] = [mail, mariadb, app, nginx];

/** Every setting of a site: the core's, and those of each component. */
export const siteShape = { ...coreShape, ...mariadbSettings, ...nginxSettings };

/** What `parseSpec` validates with. */
export const siteSchema = z.strictObject(siteShape);
