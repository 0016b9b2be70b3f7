import { MarkdownHint } from "../posts/form-view.tsx";
import { renderMarkdown } from "../posts/markdown.ts";
import type { Faults } from "../web/fields.ts";
import { FaultSummary, TextField } from "../web/form-parts.tsx";
import { type Child, type Html, storedHtml } from "../web/jsx/html.ts";

interface FormProps {
  readonly action: string;
  readonly label: string;
  readonly body: string;
  readonly faults: Faults;
  readonly formKey: string;
  readonly version?: number;
  readonly parent?: string;
}

export const CommentForm = ({ action, label, body, faults, formKey, version, parent }: FormProps): Html => (
  <form action={action} method="post" novalidate data-guard="">
    <input type="hidden" name="key" value={formKey} />
    {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
    {parent !== undefined && <input type="hidden" name="parent" value={parent} />}
    <TextField name="body" label={label} hint={<MarkdownHint />} value={body} rows={6} faults={faults} />
    <p class="actions">
      <button type="submit" name="intent" value="publish" class="button">
        {version === undefined ? "Publish comment" : "Save changes"}
      </button>
      <button type="submit" name="intent" value="preview" class="button second">
        Preview
      </button>
    </p>
  </form>
);

interface PageProps extends FormProps {
  readonly heading: string;
  readonly preview: boolean;
  /** What is being answered. */
  readonly children?: Child;
}

/** A page of its own for a reply, an edit, a preview, or a comment that needs mending. */
export const CommentFormPage = ({ heading, preview, children, ...form }: PageProps): Html => (
  <div class="wide-form">
    <FaultSummary faults={form.faults} />
    <h1>{heading}</h1>
    {children}
    {preview && (
      <section class="preview" aria-labelledby="preview-title">
        <h2 id="preview-title" class="label" tabindex={-1} autofocus>
          Preview, not saved yet
        </h2>
        <div class="prose small" dir="auto">
          {storedHtml(renderMarkdown(form.body, 4))}
        </div>
      </section>
    )}
    <CommentForm {...form} />
  </div>
);
