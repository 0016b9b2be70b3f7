import { isOperator, type Viewer } from "../accounts/viewer.ts";
import { isAuthor } from "../posts/permissions.ts";
import type { Comment } from "./comment.ts";

/** Replies deeper than this would be a column of single words on a phone. */
export const DEEPEST = 18;

type Judged = Pick<Comment, "authorId" | "deletedAt" | "removedAt" | "depth">;

export const isGone = (comment: Judged): boolean => comment.deletedAt !== null || comment.removedAt !== null;

export const canReply = (comment: Judged, viewer: Viewer): boolean =>
  viewer.kind === "member" && !isGone(comment) && comment.depth < DEEPEST;

export const canEdit = (comment: Judged, viewer: Viewer): boolean => isAuthor(comment, viewer) && !isGone(comment);

export const canDelete = (comment: Judged, viewer: Viewer): boolean =>
  (isAuthor(comment, viewer) || isOperator(viewer)) && !isGone(comment);
