import type { Html } from "../web/jsx/html.ts";
import { Moment } from "../web/moment.tsx";
import type { PostPage } from "./list-posts.ts";
import type { ListedPost } from "./post.ts";
import { postPath } from "./slug.ts";

interface ListProps {
  readonly posts: readonly ListedPost[];
  /** Names the authors; a list by one person leaves that out. */
  readonly byline?: boolean;
  /** h3 where the list stands under an h2 of its own. */
  readonly heading?: "h2" | "h3";
}

/** Titles with their dates in the margin. */
export const PostList = ({ posts, byline = true, heading: Heading = "h2" }: ListProps): Html => (
  <ol class="entries">
    {posts.map((post) => (
      <li>
        <article class="entry">
          <p class="margin">
            <Moment at={post.publishedAt} />
            <a href={`${postPath(post)}#comments`}>{commentCount(post.comments)}</a>
          </p>
          <Heading dir="auto">
            <a href={postPath(post)}>{post.title}</a>
          </Heading>
          {post.excerpt !== "" && (
            <p class="excerpt" dir="auto">
              {post.excerpt}
            </p>
          )}
          {byline && (
            <p class="byline">
              by <a href={`/u/${post.author}`}>{post.author}</a>
            </p>
          )}
        </article>
      </li>
    ))}
  </ol>
);

export const commentCount = (count: number): string =>
  count <= 0 ? "No comments" : count === 1 ? "1 comment" : `${count} comments`;

/** Links to the neighbouring pages of a list at `path`. */
export const Pager = ({ page, path }: { readonly page: PostPage; readonly path: string }): Html => {
  if (page.newer === undefined && page.older === undefined) return <></>;
  return (
    <nav class="pager" aria-label="Pages">
      {page.newer !== undefined && (
        <a rel="prev" href={`${path}?after=${page.newer}`}>
          ← Newer
        </a>
      )}
      {page.older !== undefined && (
        <a rel="next" class="older" href={`${path}?before=${page.older}`}>
          Older →
        </a>
      )}
    </nav>
  );
};

export const HomePage = ({ page }: { readonly page: PostPage }): Html => (
  <>
    <div class="page-head">
      <h1>Newest posts</h1>
      <p class="lead">Things people here made, learned and wondered about.</p>
    </div>
    {page.posts.length === 0 ? <Empty /> : <PostList posts={page.posts} />}
    <Pager page={page} path="/" />
  </>
);

const Empty = (): Html => (
  <div class="empty">
    <p>Nothing here yet: a blank page, waiting for somebody to begin.</p>
    <p>
      <a class="button" href="/write">
        Write the first post
      </a>
    </p>
  </div>
);
