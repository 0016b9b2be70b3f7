import type { Viewer } from "../accounts/viewer.ts";
import { commentCount } from "../posts/list-view.tsx";
import { canComment } from "../posts/permissions.ts";
import type { Post } from "../posts/post.ts";
import { postPath } from "../posts/slug.ts";
import { type Html, storedHtml } from "../web/jsx/html.ts";
import { Moment } from "../web/moment.tsx";
import type { Comment } from "./comment.ts";
import { CommentForm } from "./form-view.tsx";
import { canDelete, canEdit, canReply, isGone } from "./permissions.ts";
import { type Branch, countLiving, threadOf } from "./tree.ts";

interface Props {
  readonly post: Post;
  readonly comments: readonly Comment[];
  readonly viewer: Viewer;
  readonly formKey: string;
}

/** Everything below a post. */
export const Comments = ({ post, comments, viewer, formKey }: Props): Html => (
  <section class="comments" id="comments" aria-labelledby="comments-title">
    <h2 id="comments-title">{commentCount(countLiving(comments))}</h2>
    <Level branches={threadOf(comments)} post={post} viewer={viewer} />
    <div class="add-comment">
      {canComment(post, viewer) ? (
        <CommentForm
          action={`/p/${post.publicId}/comments`}
          label="Add a comment"
          body=""
          faults={{}}
          formKey={formKey}
        />
      ) : (
        <p class="invite">
          <a href={`/log-in?next=${encodeURIComponent(`${postPath(post)}#comments`)}`}>Log in</a> or{" "}
          <a href={`/register?next=${encodeURIComponent(`${postPath(post)}#comments`)}`}>register</a> to comment.
        </p>
      )}
    </div>
  </section>
);

interface LevelProps {
  readonly branches: readonly Branch[];
  readonly post: Post;
  readonly viewer: Viewer;
}

const Level = ({ branches, post, viewer }: LevelProps): Html => {
  if (branches.length === 0) return <></>;
  return (
    <ol class="thread">
      {branches.map(({ comment, replies }) => (
        <li>
          {isGone(comment) ? <Gap comment={comment} /> : <One comment={comment} post={post} viewer={viewer} />}
          <Level branches={replies} post={post} viewer={viewer} />
        </li>
      ))}
    </ol>
  );
};

const Gap = ({ comment }: { readonly comment: Comment }): Html => (
  <p class="comment gap" id={`c-${comment.publicId}`}>
    {comment.deletedAt === null ? "Comment removed by an operator" : "Comment deleted by its author"}
  </p>
);

const One = ({
  comment,
  post,
  viewer,
}: {
  readonly comment: Comment;
  readonly post: Post;
  readonly viewer: Viewer;
}): Html => (
  <article class="comment" id={`c-${comment.publicId}`}>
    <h3 class="comment-head">
      <a class="author" href={`/u/${comment.author}`}>
        {comment.author}
      </a>
      {comment.authorId === post.authorId && <span class="badge">author</span>}
      <a class="when" href={`#c-${comment.publicId}`}>
        <Moment at={comment.createdAt} />
        {comment.editedAt !== null && ", edited"}
      </a>
    </h3>
    <div class="prose small" dir="auto">
      {storedHtml(comment.bodyHtml)}
    </div>
    <Actions comment={comment} viewer={viewer} />
  </article>
);

const Actions = ({ comment, viewer }: { readonly comment: Comment; readonly viewer: Viewer }): Html => {
  if (viewer.kind === "guest") return <></>;
  const actions = [
    canReply(comment, viewer) ? { path: "reply", word: "Reply" } : undefined,
    canEdit(comment, viewer) ? { path: "edit", word: "Edit" } : undefined,
    canDelete(comment, viewer) ? { path: "delete", word: "Delete" } : undefined,
  ].filter((action) => action !== undefined);
  return (
    <ul class="links comment-actions">
      {actions.map(({ path, word }) => (
        <li>
          <a href={`/c/${comment.publicId}/${path}`}>
            {word}
            <span class="hidden"> the comment by {comment.author}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};
