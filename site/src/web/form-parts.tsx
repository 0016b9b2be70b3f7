import type { Faults } from "./fields.ts";
import type { Child, Html } from "./jsx/html.ts";

/** Puts "Error: " first when a form came back with faults: screen readers and tabs then say so at once. */
export const titleOf = (title: string, faults: Faults): string =>
  Object.keys(faults).length === 0 ? title : `Error: ${title}`;

/** All that is wrong, on top of the page, each a link to its field. It takes the focus, without any script. */
export const FaultSummary = ({ faults }: { readonly faults: Faults }): Html => {
  const entries = Object.entries(faults);
  if (entries.length === 0) return <></>;
  return (
    <div class="fault-summary" role="alert" tabindex={-1} autofocus aria-labelledby="fault-summary-title">
      <h2 id="fault-summary-title">There is a problem</h2>
      <ul>
        {entries.map(([field, fault]) => (
          <li>
            <a href={`#${field}`}>{fault}</a>
          </li>
        ))}
      </ul>
    </div>
  );
};

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: Child;
  readonly faults: Faults;
}

interface LineProps extends FieldProps {
  readonly type?: "text" | "password" | "email";
  readonly value?: string;
  readonly autocomplete: string;
  readonly spellcheck?: "false";
}

export const LineField = ({
  name,
  label,
  hint,
  faults,
  type = "text",
  value,
  autocomplete,
  spellcheck,
}: LineProps): Html => (
  <Field name={name} label={label} hint={hint} faults={faults}>
    <input
      type={type}
      id={name}
      name={name}
      value={value}
      autocomplete={autocomplete}
      spellcheck={spellcheck}
      autocapitalize={type === "text" && spellcheck === "false" ? "none" : undefined}
      aria-invalid={faults[name] === undefined ? undefined : "true"}
      aria-describedby={describedBy(name, hint, faults)}
    />
  </Field>
);

interface TextProps extends FieldProps {
  readonly value: string;
  readonly rows: number;
}

export const TextField = ({ name, label, hint, faults, value, rows }: TextProps): Html => (
  <Field name={name} label={label} hint={hint} faults={faults}>
    <textarea
      id={name}
      name={name}
      rows={rows}
      dir="auto"
      aria-invalid={faults[name] === undefined ? undefined : "true"}
      aria-describedby={describedBy(name, hint, faults)}
    >
      {/* A browser drops the first line end inside the element: give it one to drop. */}
      {`\n${value}`}
    </textarea>
  </Field>
);

/** Nobody sees it, so only a machine fills it in. */
export const Trap = (): Html => (
  <div class="trap" aria-hidden="true">
    <label for="website">Leave this empty</label>
    <input type="text" id="website" name="website" tabindex={-1} autocomplete="off" />
  </div>
);

const Field = ({ name, label, hint, faults, children }: FieldProps & { readonly children?: Child }): Html => {
  const fault = faults[name];
  return (
    <div class={fault === undefined ? "field" : "field faulty"}>
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="fault" id={`${name}-fault`}>
          <span class="hidden">Error: </span>
          {fault}
        </p>
      )}
      {children}
    </div>
  );
};

const describedBy = (name: string, hint: Child, faults: Faults): string | undefined => {
  const ids = [hint === undefined ? "" : `${name}-hint`, faults[name] === undefined ? "" : `${name}-fault`];
  return ids.filter((id) => id !== "").join(" ") || undefined;
};
