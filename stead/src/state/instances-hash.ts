import { hashOf } from "./hash.ts";
import type { Instances } from "./vocabulary.ts";

/** sha256 hex of an Instances value; what a running generation carries, and the plan compares. `says` does not count. */
export const instancesHash = (instances: Instances): string => hashOf({ ...instances, says: "" });
