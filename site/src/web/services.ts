import type { PasswordHasher } from "../accounts/password-hash.ts";
import type { Db } from "../db/open.ts";
import type { Assets } from "./assets.ts";
import type { Limits } from "./limits.ts";

/** What the rooms need of the world outside a request. Made once in main.ts, and in each test. */
export interface Services {
  readonly db: Db;
  readonly assets: Assets;
  readonly passwords: PasswordHasher;
  readonly limits: Limits;
  /** `https://www.foobar.com`: for links that leave the site. */
  readonly origin: string;
  readonly now: () => Date;
}
