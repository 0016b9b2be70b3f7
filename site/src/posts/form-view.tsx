import type { Faults } from "../web/fields.ts";
import { FaultSummary, LineField, TextField } from "../web/form-parts.tsx";
import { type Html, storedHtml } from "../web/jsx/html.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Draft } from "./post.ts";

interface Props {
  readonly heading: string;
  readonly action: string;
  readonly publish: string;
  readonly draft: Draft;
  readonly faults: Faults;
  readonly preview: boolean;
  readonly formKey: string;
  /** The version an edit started from. */
  readonly version?: number;
}

/** Writing and editing a post. Preview is a button like any other: the server shows the text and the form again. */
export const PostForm = ({ heading, action, publish, draft, faults, preview, formKey, version }: Props): Html => (
  <div class="wide-form">
    <FaultSummary faults={faults} />
    <h1>{heading}</h1>
    {preview && <Preview draft={draft} />}
    <form action={action} method="post" novalidate data-guard="">
      <input type="hidden" name="key" value={formKey} />
      {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
      <LineField name="title" label="Title" value={draft.title} autocomplete="off" faults={faults} />
      <TextField name="body" label="Text" hint={<MarkdownHint />} value={draft.bodyMd} rows={16} faults={faults} />
      <p class="actions">
        <button type="submit" name="intent" value="publish" class="button">
          {publish}
        </button>
        <button type="submit" name="intent" value="preview" class="button second">
          Preview
        </button>
      </p>
    </form>
  </div>
);

export const MarkdownHint = (): Html => (
  <>
    Markdown works: <code>**bold**</code>, <code>_italic_</code>, <code>[link](https://…)</code>,{" "}
    <code>&gt; quote</code>, <code>`code`</code>. Leave a blank line between paragraphs.
  </>
);

const Preview = ({ draft }: { readonly draft: Draft }): Html => (
  <section class="preview" aria-labelledby="preview-title">
    <h2 id="preview-title" class="label" tabindex={-1} autofocus>
      Preview, not saved yet
    </h2>
    {draft.title !== "" && (
      <p class="preview-heading" dir="auto">
        {draft.title}
      </p>
    )}
    <div class="prose" dir="auto">
      {storedHtml(renderMarkdown(draft.bodyMd))}
    </div>
  </section>
);
