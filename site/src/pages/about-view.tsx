import type { Html } from "../web/jsx/html.ts";

export const About = (): Html => (
  <article class="post">
    <header>
      <h1>About Foobar</h1>
    </header>
    <div class="prose">
      <p>
        Foobar is a place to write things down and talk them over. Somebody posts what they made, learned or wonder
        about; others answer underneath, in threads one can follow. That is all there is, and it is meant to stay that
        way.
      </p>
      <h2>How it works</h2>
      <ul>
        <li>Everybody can read. To write, choose a name and a password; no e-mail address is asked for.</li>
        <li>The newest posts come first. No score, no ranking, nothing that decides for you what to see.</li>
        <li>Texts are written in Markdown, and can be edited and deleted by whoever wrote them.</li>
        <li>
          There is a <a href="/feed.atom">feed</a> of all posts, and one for every member.
        </li>
      </ul>
      <h2 id="rules">The rules</h2>
      <p>
        Talk about things, not against people. Say what you know and how you know it. No advertising, no harassment,
        nothing illegal. Operators remove what breaks these rules, and a gap in the thread shows that they did.
      </p>
      <h2 id="privacy">What is kept about you</h2>
      <ul>
        <li>Your name, a hash of your password, and what you write.</li>
        <li>One cookie, and only while you are logged in. No tracking, nothing loaded from anywhere else.</li>
        <li>
          Where you are logged in: the kind of browser and when it was last seen. You can end these sessions in your
          account.
        </li>
        <li>
          To slow down guessing and flooding, a hash of your network address, for a day. The web server's log names
          addresses too, until it is rotated away.
        </li>
      </ul>
      <h2>Who runs it</h2>
      <p>
        The operators, who can be reached through the <a href="/contact">contact form</a>. The site runs on Stead, on
        servers that its operators own.
      </p>
    </div>
  </article>
);
