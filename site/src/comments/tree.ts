import { isGone } from "./permissions.ts";
import type { Comment } from "./comment.ts";

/** A comment and the replies to it. */
export interface Branch {
  readonly comment: Comment;
  readonly replies: readonly Branch[];
}

/**
 * The thread of a flat list, oldest first on every level. A gone comment stays as long as something living hangs below it;
 * one whose parent is not in the list stands on the first level.
 */
export const threadOf = (comments: readonly Comment[]): readonly Branch[] => {
  const inOrder = [...comments].sort(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime() || one.id - other.id,
  );
  const branches = new Map(inOrder.map((comment) => [comment.id, { comment, replies: [] as Branch[] }]));
  const first: Branch[] = [];
  for (const branch of branches.values()) {
    const { parentId } = branch.comment;
    (parentId === null ? first : (branches.get(parentId)?.replies ?? first)).push(branch);
  }
  return living(first);
};

const living = (branches: readonly Branch[]): readonly Branch[] =>
  branches
    .map(({ comment, replies }) => ({ comment, replies: living(replies) }))
    .filter(({ comment, replies }) => !isGone(comment) || replies.length > 0);

/** How many can be read. */
export const countLiving = (comments: readonly Comment[]): number =>
  comments.filter((comment) => !isGone(comment)).length;
