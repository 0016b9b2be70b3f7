/** One comment, as its thread needs it. */
export interface Comment {
  readonly id: number;
  readonly publicId: string;
  readonly postId: number;
  readonly parentId: number | null;
  readonly depth: number;
  readonly authorId: number;
  readonly author: string;
  readonly bodyMd: string;
  readonly bodyHtml: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly removedAt: Date | null;
}
