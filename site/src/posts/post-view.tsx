import { isOperator, type Viewer } from "../accounts/viewer.ts";
import { type Child, type Html, storedHtml } from "../web/jsx/html.ts";
import { Moment } from "../web/moment.tsx";
import { canDelete, canEdit } from "./permissions.ts";
import type { Post } from "./post.ts";

/** A post as its readers see it; `children` are the comments. */
export const PostView = ({
  post,
  viewer,
  children,
}: {
  readonly post: Post;
  readonly viewer: Viewer;
  readonly children?: Child;
}): Html => (
  <>
    <article class="post">
      <header>
        <h1 dir="auto">{post.title}</h1>
        <p class="byline">
          by <a href={`/u/${post.author}`}>{post.author}</a> · <Moment at={post.publishedAt} />
          {post.editedAt !== null && (
            <>
              {" "}
              · edited <Moment at={post.editedAt} />
            </>
          )}
        </p>
        {post.removedAt !== null && <p class="notice">Removed. Only operators can see this post.</p>}
      </header>
      <div class="prose" dir="auto">
        {storedHtml(post.bodyHtml)}
      </div>
      <Actions post={post} viewer={viewer} />
    </article>
    {children}
  </>
);

const Actions = ({ post, viewer }: { readonly post: Post; readonly viewer: Viewer }): Html => {
  if (!canEdit(post, viewer) && !canDelete(post, viewer)) return <></>;
  return (
    <ul class="links post-actions">
      {canEdit(post, viewer) && (
        <li>
          <a href={`/p/${post.publicId}/edit`}>Edit</a>
        </li>
      )}
      {canDelete(post, viewer) && (
        <li>
          <a href={`/p/${post.publicId}/delete`}>
            {isOperator(viewer) && !canEdit(post, viewer) ? "Remove" : "Delete"}
          </a>
        </li>
      )}
    </ul>
  );
};
