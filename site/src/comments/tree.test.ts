import fc from "fast-check";
import { expect, test } from "vitest";
import type { Comment } from "./comment.ts";
import { type Branch, countLiving, threadOf } from "./tree.ts";

const comment = (id: number, parentId: number | null, more: Partial<Comment> = {}): Comment => ({
  id,
  publicId: String(id).padStart(10, "0"),
  postId: 1,
  parentId,
  depth: 0,
  authorId: 1,
  author: "ada",
  bodyMd: "",
  bodyHtml: "",
  version: 1,
  createdAt: new Date(id * 1000),
  editedAt: null,
  deletedAt: null,
  removedAt: null,
  ...more,
});

const gone = { deletedAt: new Date(0) };
const shape = (branches: readonly Branch[]): unknown =>
  branches.map(({ comment: { id }, replies }) => [id, ...(shape(replies) as unknown[])]);

test("replies hang below what they answer, oldest first", () => {
  expect(shape(threadOf([comment(1, null), comment(2, 1), comment(3, null), comment(4, 2), comment(5, 1)]))).toEqual([
    [1, [2, [4]], [5]],
    [3],
  ]);
});

test("order is by time, not by id: nodes of a cluster hand out ids in leaps", () => {
  const late = comment(2, null, { createdAt: new Date(9_000) });
  expect(shape(threadOf([late, comment(7, null, { createdAt: new Date(1_000) })]))).toEqual([[7], [2]]);
});

test("a gone comment stays while something living hangs below it", () => {
  const list = [
    comment(1, null, gone),
    comment(2, 1, gone),
    comment(3, 2),
    comment(4, null, gone),
    comment(5, 4, gone),
  ];
  expect(shape(threadOf(list))).toEqual([[1, [2, [3]]]]);
  expect(countLiving(list)).toBe(1);
});

test("a reply whose parent is missing is not lost", () => {
  expect(shape(threadOf([comment(5, 99)]))).toEqual([[5]]);
});

test("every living comment is in the thread exactly once", () => {
  const parents = fc.array(fc.tuple(fc.option(fc.nat(60)), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(parents, (rows) => {
      const list = rows
        .map(([parent, living], index) =>
          // A parent is always older: that is how replies come about.
          comment(index + 1, parent === null || parent > index ? null : Math.max(1, parent), living ? {} : gone),
        )
        .map((one) => (one.parentId === one.id ? { ...one, parentId: null } : one));
      const seen: number[] = [];
      const walk = (branches: readonly Branch[]): void =>
        branches.forEach((branch) => {
          if (branch.comment.deletedAt === null) seen.push(branch.comment.id);
          walk(branch.replies);
        });
      walk(threadOf(list));
      expect(seen.sort((one, other) => one - other)).toEqual(
        list.filter((one) => one.deletedAt === null).map((one) => one.id),
      );
    }),
  );
});
