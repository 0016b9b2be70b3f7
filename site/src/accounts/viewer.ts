import type { Role } from "../db/schema.ts";

/** Who asks: what every permission is decided for. */
export type Viewer = Guest | Member;

export interface Guest {
  readonly kind: "guest";
}

export interface Member {
  readonly kind: "member";
  readonly id: number;
  readonly username: string;
  readonly role: Role;
  /** The stored hash of the session this request came with. */
  readonly session: Buffer;
}

export const guest: Guest = { kind: "guest" };

export const isOperator = (viewer: Viewer): viewer is Member => viewer.kind === "member" && viewer.role === "operator";
