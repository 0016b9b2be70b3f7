import { isOperator, type Viewer } from "../accounts/viewer.ts";

/** As much of a post as permissions depend on. */
export interface Owned {
  readonly authorId: number;
  readonly deletedAt: Date | null;
  readonly removedAt: Date | null;
}

/** Deleted by its author, or removed by an operator: two facts, one effect on readers. */
export const isGone = (post: Owned): boolean => post.deletedAt !== null || post.removedAt !== null;

/** Operators still see what they removed, to judge complaints about it. */
export const canRead = (post: Owned, viewer: Viewer): boolean =>
  !isGone(post) || (post.deletedAt === null && isOperator(viewer));

export const isAuthor = (thing: { readonly authorId: number }, viewer: Viewer): boolean =>
  viewer.kind === "member" && viewer.id === thing.authorId;

export const canEdit = (post: Owned, viewer: Viewer): boolean => isAuthor(post, viewer) && !isGone(post);

/** Authors take back what is theirs; operators take down what breaks the rules. */
export const canDelete = (post: Owned, viewer: Viewer): boolean =>
  (isAuthor(post, viewer) || isOperator(viewer)) && !isGone(post);

export const canComment = (post: Owned, viewer: Viewer): boolean => viewer.kind === "member" && !isGone(post);
