import type { Owned } from "./permissions.ts";

/** One post, as its page needs it. */
export interface Post extends Owned {
  readonly id: number;
  readonly publicId: string;
  readonly author: string;
  readonly title: string;
  readonly bodyMd: string;
  readonly bodyHtml: string;
  readonly excerpt: string;
  readonly version: number;
  readonly publishedAt: Date;
  readonly editedAt: Date | null;
}

/** One line of a list. */
export interface ListedPost {
  readonly id: number;
  readonly publicId: string;
  readonly author: string;
  readonly title: string;
  readonly excerpt: string;
  readonly publishedAt: Date;
  readonly comments: number;
}

/** What an author writes. */
export interface Draft {
  readonly title: string;
  readonly bodyMd: string;
}
