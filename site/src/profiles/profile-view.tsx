import type { Viewer } from "../accounts/viewer.ts";
import type { PostPage } from "../posts/list-posts.ts";
import { Pager, PostList } from "../posts/list-view.tsx";
import { excerptOf } from "../posts/markdown.ts";
import { type Html, storedHtml } from "../web/jsx/html.ts";
import { Moment } from "../web/moment.tsx";
import type { Profile, RecentComment } from "./find-profile.ts";

interface Props {
  readonly profile: Profile;
  readonly page: PostPage;
  readonly comments: readonly RecentComment[];
  readonly viewer: Viewer;
}

export const ProfilePage = ({ profile, page, comments, viewer }: Props): Html => (
  <>
    <div class="page-head">
      <h1>
        {profile.username}
        {profile.role === "operator" && <span class="badge">operator</span>}
      </h1>
      <p class="byline">
        Here since <Moment at={profile.since} />
        {viewer.kind === "member" && viewer.id === profile.id && (
          <>
            {" · "}
            <a href="/account">Your account</a>
          </>
        )}
      </p>
      {profile.bioHtml !== "" && (
        <div class="prose small bio" dir="auto">
          {storedHtml(profile.bioHtml)}
        </div>
      )}
    </div>
    <section aria-labelledby="posts-title">
      <h2 id="posts-title" class="section-title">
        Posts
      </h2>
      {page.posts.length === 0 ? (
        <p class="quiet">No posts yet.</p>
      ) : (
        <PostList posts={page.posts} byline={false} heading="h3" />
      )}
      <Pager page={page} path={`/u/${profile.username}`} />
    </section>
    <RecentComments comments={comments} />
  </>
);

const RecentComments = ({ comments }: { readonly comments: readonly RecentComment[] }): Html => {
  if (comments.length === 0) return <></>;
  return (
    <section aria-labelledby="recent-title">
      <h2 id="recent-title" class="section-title">
        Recent comments
      </h2>
      <ul class="rows">
        {comments.map((comment) => (
          <li dir="auto">
            {excerptOf(comment.bodyHtml, 160)}
            <p class="byline">
              on <a href={`/c/${comment.publicId}`}>{comment.postTitle}</a> · <Moment at={comment.createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};
